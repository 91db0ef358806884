/**
 * Sentences that say what the losses of a run mean. Each compares only what was measured: a baseline
 * that the task lacks is never mentioned, and over-fitting only where the curve shows it.
 */
import type { Language } from '../../language.ts';
import { kinds } from '../../training/kinds/index.ts';
import type { KindId } from '../../training/kinds/kind.ts';
import { smoothAt, type Curve, type Points } from '../../ui/curve.ts';
import { formatCount, formatLoss, formatPercent } from '../../ui/format.ts';

interface Baselines {
  readonly uniform: number;
  readonly unigram?: number | undefined;
  readonly bigram?: number | undefined;
}

interface Meaning {
  /** Which loss it is, as it is called beside the number. */
  readonly of: string;
  readonly loss: number;
  readonly baselines: Baselines;
  readonly kind: KindId;
  readonly language: Language;
}

const predictors = ['uniform', 'unigram', 'bigram'] as const;
type Predictor = (typeof predictors)[number];

const names: Readonly<Record<Language, Record<Predictor, string>>> = {
  zh: {
    uniform: '瞎猜',
    unigram: '只数频率',
    bigram: '只看前一个符号的统计',
  },
  en: {
    uniform: 'guessing',
    unigram: 'counting symbols',
    bigram: 'statistics of the one symbol before',
  },
};

/** Of the trivial predictors that the task has: the nearest that the loss beats, and the nearest that it does not. */
function compared(
  loss: number,
  baselines: Baselines,
): { beaten: Predictor | null; missed: Predictor | null } {
  const known = predictors
    .flatMap((name) => {
      const value = baselines[name];
      return value === undefined ? [] : [{ name, value }];
    })
    .sort((a, b) => a.value - b.value);
  return {
    beaten: known.find(({ value }) => loss < value)?.name ?? null,
    missed: known.findLast(({ value }) => loss >= value)?.name ?? null,
  };
}

function verdict(loss: number, baselines: Baselines, language: Language): string {
  const { beaten, missed } = compared(loss, baselines);
  const name = names[language];
  if (language === 'zh') {
    if (beaten === null) return '这还没有胜过瞎猜。';
    return missed === null
      ? `这胜过了${name[beaten]}。`
      : `这胜过了${name[beaten]}，但没有胜过${name[missed]}。`;
  }
  if (beaten === null) return 'That does not beat guessing.';
  return missed === null
    ? `That beats ${name[beaten]}.`
    : `That beats ${name[beaten]}, but not ${name[missed]}.`;
}

/** @param meaning losses in nats per target token */
export function lossMeaning({ of, loss, baselines, kind, language }: Meaning): string {
  const probability = formatPercent(Math.exp(-loss));
  const guess = formatPercent(Math.exp(-baselines.uniform));
  const number = formatLoss(loss);
  const said = verdict(loss, baselines, language);
  const symbol = kinds[kind].unit;
  return language === 'zh'
    ? `${of} ${number} 的意思：模型给正确${symbol.zh}的概率，几何平均是 e^−${number} = ${probability}；瞎猜是 ${guess}。${said}`
    : `${of} ${number} means: the model gives the right ${symbol.en} a probability of e^−${number} = ${probability} on (geometric) average; guessing gives ${guess}. ${said}`;
}

/** What exact match says. @param accuracy in [0, 1], of `written` held-out pairs */
export function matchMeaning(accuracy: number, written: number, language: Language): string {
  const right = formatCount(accuracy * written);
  const all = formatCount(written);
  return language === 'zh'
    ? `全对：留出的 ${all} 对里，有 ${right} 对从头到尾一字不差，写时不给任何提示。`
    : `Exact match: of ${all} held-out pairs it wrote ${right} right from the first symbol to the last, without help.`;
}

interface Turn {
  /** Where the held-out loss was lowest. */
  readonly step: number;
  readonly lowest: number;
  readonly now: number;
}

/** A rise that counts: this much of the lowest loss, and this many nats. */
const leastShare = 0.02;
const leastNats = 0.02;

/** Over-fitting as the curve shows it: the held-out loss has risen since its best step, the training loss has fallen. */
export function overfitting(curve: Curve, heldOut: Points): Turn | null {
  const now = heldOut.values.at(-1);
  if (now === undefined) return null;
  const lowest = Math.min(...heldOut.values);
  const step = heldOut.steps[heldOut.values.indexOf(lowest)]!;
  const [before, after] = [smoothAt(curve, step), curve.smooth.at(-1)];
  if (before === null || after === undefined) return null;
  const rises = now - lowest > Math.max(leastNats, leastShare * lowest);
  return rises && before - after > leastNats ? { step, lowest, now } : null;
}

export function overfittingMeaning({ step, lowest, now }: Turn, language: Language): string {
  const [at, best, last] = [formatCount(step), formatLoss(lowest), formatLoss(now)];
  return language === 'zh'
    ? `留出集损失在第 ${at} 步最低，是 ${best}；之后升到 ${last}，而训练损失还在降。这就是过拟合：停在第 ${at} 步更好。`
    : `The held-out loss was lowest at step ${at}, ${best}; it has risen to ${last} since, while the training loss has fallen. That is over-fitting: step ${at} was the place to stop.`;
}

/** Why the mean of the last 20 steps stands above the held-out loss while both fall; empty where it does not. */
export function lagMeaning(curve: Curve, heldOut: Points, language: Language): string {
  const [mean, latest, judged] = [curve.smooth.at(-1), curve.raw.at(-1), heldOut.values.at(-1)];
  if (mean === undefined || latest === undefined || judged === undefined) return '';
  if (mean - judged < leastNats || latest >= mean) return '';
  return language === 'zh'
    ? '训练损失是最近 20 步的均值，里面还有更早、更高的损失，所以落在后面。'
    : 'The training loss is a mean of the last 20 steps; it still holds earlier, higher losses and so lags behind.';
}

/** One sentence that says what a loss means, against guessing and against counting letters. */
import type { Language } from '../../language.ts';
import { formatLoss, formatPercent } from '../../ui/format.ts';

interface Baselines {
  readonly uniform: number;
  readonly unigram?: number | undefined;
  readonly bigram?: number | undefined;
}

interface Meaning {
  readonly loss: number;
  readonly baselines: Baselines;
  readonly kind: 'seq2seq' | 'language';
  readonly language: Language;
}

/** The strongest of the trivial predictors that the loss already beats. */
function beaten(loss: number, { uniform, unigram, bigram }: Baselines): keyof Baselines | null {
  if (bigram !== undefined && loss < bigram) return 'bigram';
  if (unigram !== undefined && loss < unigram) return 'unigram';
  return loss < uniform ? 'uniform' : null;
}

const verdicts: Readonly<Record<Language, Record<keyof Baselines | 'none', string>>> = {
  zh: {
    none: '现在还不如瞎猜。',
    uniform: '已经胜过瞎猜，但还不如只数每个符号的频率。',
    unigram: '已经胜过只数频率，但还不如只看前一个符号。',
    bigram: '比只看前一个符号的统计更好：它用上了更长的上文。',
  },
  en: {
    none: 'For now that is no better than guessing.',
    uniform: 'That beats guessing, but not yet counting how often each symbol occurs.',
    unigram: 'That beats counting symbols, but not yet looking at the one symbol before.',
    bigram: 'That beats statistics of the one symbol before: it makes use of more context.',
  },
};

/** @param meaning losses in nats per target token */
export function lossMeaning({ loss, baselines, kind, language }: Meaning): string {
  const probability = formatPercent(Math.exp(-loss));
  const guess = formatPercent(Math.exp(-baselines.uniform));
  const number = formatLoss(loss);
  const key = beaten(loss, baselines);
  const counted = baselines.unigram !== undefined || key === null;
  const verdict = counted ? verdicts[language][key ?? 'none'] : '';
  const symbol =
    kind === 'language' ? { zh: '字符', en: 'character' } : { zh: '符号', en: 'symbol' };
  return language === 'zh'
    ? `${number} 的意思：模型给正确${symbol.zh}的概率，几何平均是 e^−${number} = ${probability}；瞎猜是 ${guess}。${verdict}`
    : `${number} means: the model gives the right ${symbol.en} a probability of e^−${number} = ${probability} on (geometric) average; guessing gives ${guess}. ${verdict}`.trimEnd();
}

/**
 * Chinese numerals and digits: "二百三十一" ↔ "231", "一千零五" ↔ "1005".
 * To digits, a model has to write zeros that the source only implies; to Chinese, it has to know
 * from the length of the number which unit comes first.
 */
import { checked, type Field } from '../fields/field.ts';
import type { Random } from '../maths/random/streams.ts';
import { fromHanzi, toHanzi } from './numerals.ts';
import { generatedData, pairSizes } from './seq2seq.ts';
import type { Seq2SeqTask } from './task.ts';

const parameters = [
  {
    key: 'direction',
    label: { zh: '方向', en: 'Direction' },
    kind: 'choice',
    options: [
      { value: 'to-digits', label: { zh: '中文 → 数字', en: 'Chinese → digits' } },
      { value: 'to-hanzi', label: { zh: '数字 → 中文', en: 'Digits → Chinese' } },
    ],
    default: 'to-digits',
  },
  {
    key: 'largest',
    label: { zh: '最大的数有几位', en: 'Digits of the largest number' },
    kind: 'number',
    whole: true,
    min: 1,
    max: 8,
    default: 4,
  },
] as const satisfies readonly Field[];

/** Longer numbers more often, since there are more of them; zeros more often, since they are the hard part. */
function drawNumber(random: Random, largest: number): number {
  const length = Math.max(random.integer(largest), random.integer(largest)) + 1;
  let value = length === 1 ? random.integer(10) : 1 + random.integer(9);
  for (let place = 1; place < length; place++) {
    const digit = random.integer(13);
    value = value * 10 + (digit > 9 ? 0 : digit);
  }
  return value;
}

/** The canonical digits of a number of at most `largest` digits, else null. */
function fromDigits(text: string, largest: number): number | null {
  return /^(0|[1-9]\d*)$/.test(text) && text.length <= largest ? Number(text) : null;
}

const split = (text: string): string[] => Array.from(text);

export const chineseNumerals: Seq2SeqTask = {
  kind: 'pairs',
  id: 'chinese-numerals',
  name: { zh: '中文数字', en: 'Chinese numerals' },
  teaches: {
    zh: '两种记数法长短不同，没有一一对应的位置：模型要学会“零”管几位，“十”前面有没有“一”。',
    en: 'Two notations whose places do not line up: the model learns how many zeros a 零 stands for, and when 十 goes without 一.',
  },
  parameters,
  assets: [],
  sizes(given) {
    const { direction, largest } = checked(parameters, given);
    const [arabic, chinese] = [[13, largest] as const, [17, 2 * largest - 1] as const];
    return direction === 'to-digits' ? pairSizes(chinese, arabic) : pairSizes(arabic, chinese);
  },
  create(given) {
    const { direction, largest } = checked(parameters, given);
    const hanzi = {
      tokens: [...split('零一二三四五六七八九'), ...split('十百千万').slice(0, largest - 1)],
      // Every digit but the last brings a unit along: 一千一百一十一.
      longest: 2 * largest - 1,
    };
    const arabic = { tokens: split('0123456789'), longest: largest };
    const toDigits = direction === 'to-digits';
    const [source, target] = toDigits ? [hanzi, arabic] : [arabic, hanzi];
    return generatedData({
      sourceTokens: source.tokens,
      targetTokens: target.tokens,
      maxSourceLength: source.longest,
      maxTargetLength: target.longest,
      draw: (random) => {
        const value = drawNumber(random, largest);
        return split(toDigits ? toHanzi(value) : String(value));
      },
      solve: (tokens) => {
        const text = tokens.join('');
        const value = toDigits ? fromHanzi(text) : fromDigits(text, largest);
        if (value === null || value >= 10 ** largest) return null;
        return split(toDigits ? String(value) : toHanzi(value));
      },
    });
  },
};

/**
 * Addition, digit by digit: 85 + 50 = 135 is the source "85+50" and the target "135".
 * With `reversed` the target is "531". A sum is worked out from its last digit, because each carry
 * goes to the left; a model that writes from left to right has to know every carry before it
 * writes anything, while one that writes the last digit first needs only one carry at a time.
 */
import { checked, type Field } from '../fields/field.ts';
import type { Random } from '../maths/random/streams.ts';
import { generatedData, pairSizes } from './seq2seq.ts';
import type { Seq2SeqTask } from './task.ts';

const numerals = Array.from('0123456789');

const parameters = [
  {
    key: 'digits',
    label: { zh: '加数最多几位', en: 'Digits of each number, at most' },
    kind: 'number',
    whole: true,
    min: 1,
    max: 4,
    default: 2,
  },
  {
    key: 'reversed',
    label: { zh: '答案从个位写起', en: 'Write the answer from its last digit' },
    kind: 'switch',
    default: false,
  },
] as const satisfies readonly Field[];

// #region example
/** The source of one example: two numbers below 10^digits and a plus sign, "85+50". */
function drawSum(random: Random, digits: number): string[] {
  const [a, b] = [random.integer(10 ** digits), random.integer(10 ** digits)];
  return Array.from(`${a}+${b}`);
}

/** Its target: "135", or "531" when reversed; null for anything that is not such a sum. */
function add(source: readonly string[], digits: number, reversed: boolean): string[] | null {
  const match = /^(0|[1-9]\d*)\+(0|[1-9]\d*)$/.exec(source.join(''));
  if (match === null) return null;
  const [a, b] = [match[1]!, match[2]!];
  if (a.length > digits || b.length > digits) return null;
  const sum = Array.from(String(Number(a) + Number(b)));
  return reversed ? sum.toReversed() : sum;
}
// #endregion example

export const addition: Seq2SeqTask = {
  kind: 'pairs',
  id: 'addition',
  name: { zh: '加法', en: 'Addition' },
  teaches: {
    zh: '同一道题，写法不同，难易也不同：把答案倒过来写，进位就只需要看一步。',
    en: 'The way a problem is written makes it easy or hard: with the answer reversed, a carry needs only one step of foresight.',
  },
  parameters,
  assets: [],
  sizes(given) {
    const { digits } = checked(parameters, given);
    return pairSizes([14, 2 * digits + 1], [13, digits + 1]);
  },
  create(given) {
    const { digits, reversed } = checked(parameters, given);
    return generatedData({
      sourceTokens: [...numerals, '+'],
      targetTokens: numerals,
      maxSourceLength: 2 * digits + 1,
      maxTargetLength: digits + 1,
      draw: (random) => drawSum(random, digits),
      // 12+34 and 34+12 are one fact: both are held out or neither is.
      keyOf: (source) => source.join('').split('+').sort().join('+'),
      solve: (source) => add(source, digits, reversed),
      normalise: (text) => text.replace(/\s/g, '').replaceAll('＋', '+'),
      notes: [
        {
          zh: '两个加数交换位置算同一道题，所以要么都在训练数据里，要么都留作检验。',
          en: 'Two numbers in either order count as one problem: both orders are trained on, or both are held out.',
        },
      ],
    });
  },
};

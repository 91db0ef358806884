/**
 * Sorting: "7319" → "1379". The order of the output has nothing to do with the order of the input,
 * so a model must look at all of it before each digit. Repeated digits stay repeated.
 */
import { checked } from '../fields/field.ts';
import { lengthRange, lengths } from './lengths.ts';
import { generatedData, pairSizes } from './seq2seq.ts';
import type { Seq2SeqTask } from './task.ts';

const digits = Array.from('0123456789');

export const sorting: Seq2SeqTask = {
  kind: 'pairs',
  id: 'sorting',
  name: { zh: '数字排序', en: 'Sorting' },
  teaches: {
    zh: '注意力按内容寻找，而不是按位置：每写一个数字，都要在全部输入里找出下一个最小的。',
    en: 'Attention that searches by content, not by place: each digit written is the next smallest of the whole input.',
  },
  parameters: lengths,
  assets: [],
  sizes(given) {
    const { longest } = checked(lengths, given);
    return pairSizes([13, longest], [13, longest]);
  },
  create(given) {
    const { shortest, longest } = lengthRange(given);
    return generatedData({
      sourceTokens: digits,
      targetTokens: digits,
      maxSourceLength: longest,
      maxTargetLength: longest,
      draw: (random) => {
        const length = shortest + random.integer(longest - shortest + 1);
        return Array.from({ length }, () => digits[random.integer(digits.length)]!);
      },
      // With the same multiset in training, the answer itself would have been seen.
      keyOf: (source) => source.toSorted().join(''),
      solve: (source) => source.toSorted(),
    });
  },
};

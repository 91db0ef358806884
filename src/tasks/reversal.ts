/**
 * Reversal: "table" → "elbat". The smallest task that needs memory: the first letter to be written
 * is the last one read, and the last letter written has to be remembered all the way through.
 */
import { checked } from '../fields/field.ts';
import type { Random } from '../maths/random/streams.ts';
import { lengthRange, lengths } from './lengths.ts';
import { generatedData, pairSizes } from './seq2seq.ts';
import type { Seq2SeqTask } from './task.ts';

const letters = Array.from('abcdefghijklmnopqrstuvwxyz');

// #region example
/** The source of one example: a word of random letters, every length equally likely. */
function drawWord(random: Random, shortest: number, longest: number): string[] {
  const length = shortest + random.integer(longest - shortest + 1);
  return Array.from({ length }, () => letters[random.integer(letters.length)]!);
}

/** Its target: the same letters backwards. */
function reverse(word: readonly string[]): string[] {
  return word.toReversed();
}
// #endregion example

export const reversal: Seq2SeqTask = {
  kind: 'pairs',
  id: 'reversal',
  name: { zh: '倒写字母', en: 'Reversal' },
  teaches: {
    zh: '没有注意力时，整个词都要挤进一个状态向量；有了注意力，热图上会出现一条反对角线。',
    en: 'Without attention the whole word must fit into one state vector; with attention the heat map shows an anti-diagonal.',
  },
  parameters: lengths,
  assets: [],
  sizes(given) {
    const { longest } = checked(lengths, given);
    return pairSizes([29, longest], [29, longest]);
  },
  create(given) {
    const { shortest, longest } = lengthRange(given);
    return generatedData({
      sourceTokens: letters,
      targetTokens: letters,
      maxSourceLength: longest,
      maxTargetLength: longest,
      draw: (random) => drawWord(random, shortest, longest),
      solve: reverse,
      normalise: (text) => text.toLowerCase(),
    });
  },
};

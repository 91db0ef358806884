/**
 * Pairs that follow a formula, for the self-check and for tests.
 *
 * S source time, T target time, V vocabulary.
 */
import * as tf from '@tensorflow/tfjs-core';
import * as z from 'zod/mini';
import { patternIntegers } from '../../../maths/random/pattern.ts';
import type { SequenceBatch } from '../../../models/model.ts';
import { BOS, EOS, PAD, specialTokens } from '../../../tasks/vocabulary.ts';
import type { Pattern } from '../learning.ts';
import { padRows } from '../tokens.ts';

const patternSizes = z.object({
  sourceVocabulary: z.number(),
  targetVocabulary: z.number(),
  sourceLength: z.number(),
  targetLength: z.number(),
  /** Tokens of each source and target of a batch; the rest of a row is padding. */
  sources: z.array(z.number()),
  targets: z.array(z.number()),
});

/** Rows of tokens, `lengths[b]` in row b. */
function drawRows(
  name: string,
  lengths: readonly number[],
  width: number,
  V: number,
): readonly (readonly number[])[] {
  const ids = patternIntegers(name, lengths.length * width, specialTokens.length, V);
  return lengths.map((length, b) => [...ids.subarray(b * width, b * width + length)]);
}

export function pairPattern(given: unknown): Pattern<'pairs', SequenceBatch> {
  const { sources: from, targets: to, ...sizes } = patternSizes.parse(given);
  const { sourceVocabulary, targetVocabulary, sourceLength: S, targetLength: T } = sizes;
  return {
    sizes: { kind: 'pairs', ...sizes },
    batch(seed) {
      const sources = drawRows(`${seed} source ids`, from, S, sourceVocabulary);
      const targets = drawRows(`${seed} target ids`, to, T, targetVocabulary);
      const padded = (rows: readonly (readonly number[])[]) => padRows(rows, T);
      const labels = padded(targets.map((y) => [...y, EOS]));
      return {
        source: padRows(sources, S),
        input: padded(targets.map((y) => [BOS, ...y])),
        labels,
        weights: tf.cast(tf.notEqual(labels, PAD), 'float32'),
      };
    },
  };
}

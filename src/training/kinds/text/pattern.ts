/** Windows that follow a formula, for the self-check and for tests. B batch, T time. */
import * as tf from '@tensorflow/tfjs-core';
import * as z from 'zod/mini';
import { patternIntegers } from '../../../maths/random/pattern.ts';
import type { WindowBatch } from '../../../models/model.ts';
import type { Pattern } from '../learning.ts';

const patternSizes = z.object({ vocabulary: z.number(), rows: z.number(), time: z.number() });

export function windowPattern(given: unknown): Pattern<'text', WindowBatch> {
  const { vocabulary, rows: B, time: T } = patternSizes.parse(given);
  return {
    sizes: { kind: 'text', vocabulary },
    batch(seed) {
      const ids = patternIntegers(`${seed} text`, B * (T + 1), 0, vocabulary);
      const text = tf.tensor2d(ids, [B, T + 1], 'int32');
      return { input: tf.slice(text, [0, 0], [B, T]), labels: tf.slice(text, [0, 1], [B, T]) };
    },
  };
}

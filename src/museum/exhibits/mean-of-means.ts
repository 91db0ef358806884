/** Chapter 4: the mean of the batches' means, although the last batch is small. */
import * as tf from '@tensorflow/tfjs-core';
import type { See } from '../exhibit.ts';

/** The losses of 64 tokens: a full batch of 60, and a rest of 4 hard ones. */
const batches = (): tf.Tensor[] => [tf.fill([60], 2), tf.fill([4], 6)];

export function broken(see: See): void {
  // #region broken
  let total = 0;
  for (const losses of batches()) {
    total += tf.mean(losses).dataSync()[0]!;
  }
  const loss = total / batches().length;
  see({ loss, perplexity: Math.exp(loss) });
  // #endregion broken
}

export function fixed(see: See): void {
  // #region fixed
  let [total, tokens] = [0, 0];
  for (const losses of batches()) {
    total += tf.sum(losses).dataSync()[0]!;
    tokens += losses.size;
  }
  const loss = total / tokens;
  see({ loss, perplexity: Math.exp(loss) });
  // #endregion fixed
}

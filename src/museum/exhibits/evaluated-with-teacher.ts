/** Defect 12: the evaluation goes on feeding the truth, so one mistake never leads to the next. */
import * as tf from '@tensorflow/tfjs-core';
import type { See } from '../exhibit.ts';
import { columns, countingWords, freeRun, percent } from '../kit.ts';

const [B, T, V] = [12, 8, 12];

/** Knows the successor of every letter but one: after 5 it goes back to 0. [V, V] */
const nearlyRight = (): tf.Tensor2D => {
  const next = Array.from({ length: V }, (_, i) => (i === 5 ? 0 : (i + 1) % V));
  return tf.cast(tf.oneHot(tf.tensor1d(next, 'int32'), V), 'float32') as tf.Tensor2D;
};

export function broken(see: See): void {
  // #region broken
  const words = countingWords(B, T + 1, V);
  const target = columns(words, 1, T + 1);
  const truth = columns(words, 0, T); // fed at every step
  const logits = tf.gather(nearlyRight(), truth);
  see({ accuracy: percent(tf.argMax(logits, -1), target) });
  // #endregion broken
}

export function fixed(see: See): void {
  // #region fixed
  const words = countingWords(B, T + 1, V);
  const target = columns(words, 1, T + 1);
  const start = columns(words, 0, 1); // and nothing else
  const written = freeRun(nearlyRight(), start, T);
  see({ accuracy: percent(written, target) });
  // #endregion fixed
}

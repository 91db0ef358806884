/** Defect 10: the arg max runs over time instead of over the vocabulary. */
import * as tf from '@tensorflow/tfjs-core';
import type { See } from '../exhibit.ts';
import { ids } from '../kit.ts';

const [B, T, V] = [4, 6, 29];

export function broken(see: See): void {
  // #region broken
  const target = ids([B, T], V);
  const logits = tf.oneHot(target, V); // all of it right
  const predicted = tf.argMax(logits, 1);
  see({ target, logits, predicted });
  const hits = tf.sum(tf.equal(predicted, target));
  see({ hits });
  // #endregion broken
}

export function fixed(see: See): void {
  // #region fixed
  const target = ids([B, T], V);
  const logits = tf.oneHot(target, V); // all of it right
  const predicted = tf.argMax(logits, -1);
  see({ target, logits, predicted });
  const hits = tf.sum(tf.equal(predicted, target));
  see({ hits });
  // #endregion fixed
}

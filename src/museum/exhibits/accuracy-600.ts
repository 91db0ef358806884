/** Defect 11: symbols that are right, divided by the number of examples. */
import * as tf from '@tensorflow/tfjs-core';
import type { See } from '../exhibit.ts';
import { ids } from '../kit.ts';

const [B, T, V] = [4, 6, 29];

export function broken(see: See): void {
  // #region broken
  const target = ids([B, T], V);
  const predicted = target; // all of it right
  const hits = tf.sum(tf.equal(predicted, target));
  const examples = target.shape[0]!;
  const accuracy = tf.mul(100, tf.div(hits, examples));
  see({ target, hits, accuracy });
  // #endregion broken
}

export function fixed(see: See): void {
  // #region fixed
  const target = ids([B, T], V);
  const predicted = target; // all of it right
  const hits = tf.sum(tf.equal(predicted, target));
  const symbols = target.size; // there is no padding
  const accuracy = tf.mul(100, tf.div(hits, symbols));
  see({ target, hits, accuracy });
  // #endregion fixed
}

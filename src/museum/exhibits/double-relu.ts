/** Chapter 3: a ReLU around the second product as well. No output can fall below b₂. */
import * as tf from '@tensorflow/tfjs-core';
import type { See } from '../exhibit.ts';
import { normal } from '../kit.ts';

const [B, C, F] = [64, 8, 32];
const [w1, b1] = [() => normal<tf.Rank.R2>([C, F], 'w1'), () => normal([F], 'b1')];
const [w2, b2] = [() => normal<tf.Rank.R2>([F, C], 'w2'), () => normal([C], 'b2')];
const share = (where: tf.Tensor): tf.Tensor => tf.mul(100, tf.mean(tf.cast(where, 'float32')));

export function broken(see: See): void {
  // #region broken
  const x = normal<tf.Rank.R2>([B, C], 'x');
  const inner = tf.relu(tf.add(tf.matMul(x, w1()), b1()));
  const outer = tf.relu(tf.matMul(inner as tf.Tensor2D, w2()));
  const y = tf.add(outer, b2());
  see({ y, belowB2: share(tf.less(y, b2())) });
  // #endregion broken
}

export function fixed(see: See): void {
  // #region fixed
  const x = normal<tf.Rank.R2>([B, C], 'x');
  const inner = tf.relu(tf.add(tf.matMul(x, w1()), b1()));
  const outer = tf.matMul(inner as tf.Tensor2D, w2());
  const y = tf.add(outer, b2());
  see({ y, belowB2: share(tf.less(y, b2())) });
  // #endregion fixed
}

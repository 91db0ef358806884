/** Chapter 3: attention without positions. Shuffle the words, and every word's output is the same. */
import * as tf from '@tensorflow/tfjs-core';
import { sinusoidalPositions } from '../../models/layers.ts';
import type { See } from '../exhibit.ts';
import { furthest, normal } from '../kit.ts';

const C = 8;
const words = (): tf.Tensor2D => tf.mul(0.5, normal<tf.Rank.R2>([3, C], 'words'));
const attend = (x: tf.Tensor2D): tf.Tensor2D =>
  tf.matMul(tf.softmax(tf.matMul(x, x, false, true)) as tf.Tensor2D, x);
const bites = (x: tf.Tensor2D): tf.Tensor2D => tf.slice(x, [1, 0], [1, C]);

export function broken(see: See): void {
  // #region broken
  const dogBitesMan = words();
  const manBitesDog = tf.reverse(dogBitesMan, 0);
  const [a, b] = [attend(dogBitesMan), attend(manBitesDog)];
  see({ a, difference: furthest(bites(a), bites(b)) });
  // #endregion broken
}

export function fixed(see: See): void {
  // #region fixed
  const dogBitesMan = words();
  const manBitesDog = tf.reverse(dogBitesMan, 0);
  const positions = sinusoidalPositions(3, C);
  const a = attend(tf.add(dogBitesMan, positions));
  const b = attend(tf.add(manBitesDog, positions));
  see({ a, difference: furthest(bites(a), bites(b)) });
  // #endregion fixed
}

/** Chapter 3: one head called “multi-head”. It gives one weighted mean, whatever is to be found. */
import * as tf from '@tensorflow/tfjs-core';
import type { See } from '../exhibit.ts';
import { furthest } from '../kit.ts';

const dogBitesMan = (): tf.Tensor3D =>
  tf.tensor3d([
    [
      [1, 0],
      [0, 1],
    ],
  ]);
const manBitesDog = (): tf.Tensor3D => tf.reverse(dogBitesMan(), 1);

export function broken(see: See): void {
  // #region broken
  const read = (sentence: tf.Tensor3D) => {
    const both = tf.softmax(tf.tensor3d([[[9, 9]]]));
    return tf.matMul(both, sentence); // half and half
  };
  const output = read(dogBitesMan());
  see({ output, difference: furthest(output, read(manBitesDog())) });
  // #endregion broken
}

export function fixed(see: See): void {
  // #region fixed
  const read = (sentence: tf.Tensor3D) => {
    const who = tf.softmax(tf.tensor3d([[[9, 0]]]));
    const whom = tf.softmax(tf.tensor3d([[[0, 9]]]));
    return tf.concat([tf.matMul(who, sentence), tf.matMul(whom, sentence)], 2);
  };
  const output = read(dogBitesMan());
  see({ output, difference: furthest(output, read(manBitesDog())) });
  // #endregion fixed
}

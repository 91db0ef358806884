/** Defect 14: only the last state is kept, and padding goes on changing it. */
import * as tf from '@tensorflow/tfjs-core';
import type { See } from '../exhibit.ts';
import { encode, furthest } from '../kit.ts';

const pad = 0;
const ids = (...tokens: number[]): tf.Tensor2D => tf.tensor2d([tokens], undefined, 'int32');
const asFloat = (x: tf.Tensor): tf.Tensor2D => tf.cast(x, 'float32') as tf.Tensor2D;

export function broken(see: See): void {
  // #region broken
  const word = ids(3, 1, 4);
  const padded = ids(3, 1, 4, pad, pad, pad);
  const [short, long] = [encode(word, null), encode(padded, null)];
  see({ handedOver: long.last });
  see({ difference: furthest(short.last, long.last) });
  // #endregion broken
}

export function fixed(see: See): void {
  // #region fixed
  const word = ids(3, 1, 4);
  const padded = ids(3, 1, 4, pad, pad, pad);
  const real = asFloat(tf.notEqual(padded, pad));
  const [short, long] = [encode(word, null), encode(padded, real)];
  see({ handedOver: long.last, memory: long.memory });
  see({ difference: furthest(short.last, long.last) });
  // #endregion fixed
}

/** Dropout whose mask comes from the run's own seeded stream, so that every backend drops the same units. */
import * as tf from '@tensorflow/tfjs-core';
import type { Random } from '../../../maths/random.ts';

/** Zeroes each element with probability `rate` and scales the rest by 1/(1 − rate); the identity where `random` is null. */
export function dropout<T extends tf.Tensor>(x: T, rate: number, random: Random | null): T {
  if (rate === 0 || random === null) return x;
  const scale = 1 / (1 - rate);
  const mask = Float32Array.from({ length: x.size }, () => (random.uniform() < rate ? 0 : scale));
  return tf.mul(x, tf.tensor(mask, x.shape));
}

/** Dropout with masks from a counter-based generator, so that every backend drops the same units. */
import * as tf from '@tensorflow/tfjs-core';
import type { Random } from '../../../maths/random/streams.ts';
import { threefry, type Words } from '../../../maths/random/threefry.ts';
import { perStep } from '../../replay.ts';
import { hasFused } from '../kernel.ts';
import {
  addDroppedKernel,
  dropoutKernel,
  fusedAddDropped,
  fusedDropout,
  type DropoutMask,
} from './fused.ts';

/** Random words below this drop their element. */
const thresholdOf = (rate: number): number => Math.round(rate * 2 ** 32);

const drawKey = (random: Random): Words => [random.integer(2 ** 32), random.integer(2 ** 32)];

const maskOf = (rate: number, random: Random): DropoutMask => ({
  key: perStep(() => drawKey(random)),
  threshold: thresholdOf(rate),
  scale: 1 / (1 - rate),
});

/** What so many elements are multiplied by: element i goes by word i mod 2 of the generator's block ⌊i/2⌋. */
export function dropoutMask(size: number, rate: number, random: Random): Float32Array {
  const mask = new Float32Array(size);
  const [threshold, scale, key] = [thresholdOf(rate), 1 / (1 - rate), drawKey(random)];
  for (let i = 0; i < size; i += 2) {
    const [even, odd] = threefry([i / 2, 0], key);
    mask[i] = even < threshold ? 0 : scale;
    if (i + 1 < size) mask[i + 1] = odd < threshold ? 0 : scale;
  }
  return mask;
}

/**
 * Zeroes each element with probability `rate` and scales the rest by 1/(1 − rate) (Srivastava et al.
 * 2014); the identity where `random` is null.
 * @param rate in [0, 1)
 * @param random gives one key of 64 bits for all of x
 */
export function dropout<T extends tf.Tensor>(x: T, rate: number, random: Random | null): T {
  if (rate === 0 || random === null) return x;
  if (hasFused(dropoutKernel)) return fusedDropout(x, maskOf(rate, random));
  return tf.mul(x, tf.tensor(dropoutMask(x.size, rate, random), x.shape));
}

/** x + dropout(y), of the same shape. */
export function addDropped<T extends tf.Tensor>(
  x: T,
  y: T,
  rate: number,
  random: Random | null,
): T {
  const drops = rate > 0 && random !== null;
  if (drops && hasFused(addDroppedKernel)) return fusedAddDropped(x, y, maskOf(rate, random));
  return tf.add(x, dropout(y, rate, random));
}

/** The affine map of the last axis, for any rank. */
import * as tf from '@tensorflow/tfjs-core';
import { hasFused, takesAnyRank } from '../kernel.ts';
import { fusedLinear, linearKernel } from './fused.ts';

/**
 * y = x W + b.
 * @param x [..., I]
 * @param weight [I, O]
 * @param bias [O], or none
 * @returns [..., O]
 */
export function linear<T extends tf.Tensor>(x: T, weight: tf.Tensor2D, bias?: tf.Tensor1D): T {
  const fused = hasFused(linearKernel);
  if (fused && takesAnyRank()) return fusedLinear(x, weight, bias) as T;
  const [inputs, outputs] = weight.shape;
  // A product of rank 3 by rank 2 has no working gradient in tfjs-core 4.22, so flatten first.
  const flat = tf.reshape(x, [-1, inputs]) as tf.Tensor2D;
  const y = (): tf.Tensor => {
    if (fused) return fusedLinear(flat, weight, bias);
    if (bias === undefined) return tf.matMul(flat, weight);
    return tf.add(tf.matMul(flat, weight), bias);
  };
  return tf.reshape(y(), [...x.shape.slice(0, -1), outputs]) as tf.Tensor as T;
}

/** Layer normalisation over the last axis, with its gradient in closed form. */
import * as tf from '@tensorflow/tfjs-core';
import { hasFused, takesAnyRank } from '../kernel.ts';
import { branchNormKernel, fusedBranchNorm, fusedLayerNorm, layerNormKernel } from './fused.ts';

// #region layer-norm
/**
 * y = γ ⊙ (x − μ) / √(σ² + ε) + β (Ba et al. 2016).
 */
function plainLayerNorm(
  x: tf.Tensor2D, // [N, C]
  gain: tf.Tensor1D, // γ, [C]
  bias: tf.Tensor1D, // β, [C]
): tf.Tensor {
  const compute = tf.customGrad((x, gain, bias, save) => {
    const mean = tf.mean(x as tf.Tensor, 1, true); // [N, 1]
    const centred = tf.sub(x as tf.Tensor, mean); // [N, C]
    const variance = tf.mean(tf.square(centred), 1, true); // [N, 1]
    const scale = tf.rsqrt(tf.add(variance, 1e-5));
    const normal = tf.mul(centred, scale); // [N, C]
    (save as tf.GradSaveFunc)([normal, scale, gain as tf.Tensor]);
    const scaled = tf.mul(normal, gain as tf.Tensor);
    const value = tf.add(scaled, bias as tf.Tensor);
    return { value, gradFunc: (dy, saved) => layerNormGradient(dy, saved) };
  });
  return compute(x, gain, bias);
}
// #endregion layer-norm

/**
 * Layer normalisation of the last axis.
 * @param x [..., C]
 * @param gain γ, [C]
 * @param bias β, [C]
 */
export function layerNorm<T extends tf.Tensor>(x: T, gain: tf.Tensor1D, bias: tf.Tensor1D): T {
  const fused = hasFused(layerNormKernel);
  if (fused && takesAnyRank()) return fusedLayerNorm(x, gain, bias) as T;
  const rows = tf.reshape(x, [-1, gain.shape[0]]) as tf.Tensor2D; // [N, C]
  const y = fused ? fusedLayerNorm(rows, gain, bias) : plainLayerNorm(rows, gain, bias);
  return tf.reshape(y, x.shape) as T;
}

/**
 * Where a branch begins that is added to x at its end: x, to be added to, and its norm, for the
 * branch. As from `layerNorm`, but x may get the gradients of both in one kernel.
 */
export function branchNorm<T extends tf.Tensor>(
  x: T,
  gain: tf.Tensor1D,
  bias: tf.Tensor1D,
): [T, T] {
  if (hasFused(branchNormKernel)) return fusedBranchNorm(x, gain, bias) as [T, T];
  return [x, layerNorm(x, gain, bias)];
}

/** @returns the gradients of x [N, C], γ [C] and β [C]. */
function layerNormGradient(dy: tf.Tensor, saved: tf.Tensor[]): tf.Tensor[] {
  const [normal, scale, gain] = saved as [tf.Tensor2D, tf.Tensor2D, tf.Tensor1D];
  const dNormal = tf.mul(dy, gain); // [N, C]
  const along = tf.mean(tf.mul(dNormal, normal), 1, true); // [N, 1]
  const mean = tf.mean(dNormal, 1, true); // [N, 1]
  const dx = tf.mul(scale, tf.sub(tf.sub(dNormal, mean), tf.mul(normal, along)));
  return [dx, tf.sum(tf.mul(dy, normal), 0), tf.sum(dy, 0)];
}

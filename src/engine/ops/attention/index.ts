/** Scaled dot-product attention. */
import * as tf from '@tensorflow/tfjs-core';

/** Added to scores that must not be attended to: exp underflows to exactly 0. */
export const masked = -1e9;

// #region attention
/**
 * softmax(Q Kᵀ / √D + M) V (Vaswani et al. 2017, eq. 1).
 * @param query [B, H, T, D]
 * @param key [B, H, S, D]
 * @param value [B, H, S, D]
 * @param mask 0 or `masked`, broadcast to [B, H, T, S]
 * @returns the output [B, H, T, D] and the weights [B, H, T, S]
 */
export function scaledDotProductAttention(
  query: tf.Tensor4D,
  key: tf.Tensor4D,
  value: tf.Tensor4D,
  mask: tf.Tensor,
): { output: tf.Tensor4D; weights: tf.Tensor4D } {
  const D = query.shape[3];
  const products = tf.matMul(query, key, false, true); // Q Kᵀ
  const scores = tf.mul(products, 1 / Math.sqrt(D));
  const weights = tf.softmax(tf.add(scores, mask)) as tf.Tensor4D;
  return { output: tf.matMul(weights, value) as tf.Tensor4D, weights };
}
// #endregion attention

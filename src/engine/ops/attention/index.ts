/** Scaled dot-product attention, of one head and of several side by side. */
import * as tf from '@tensorflow/tfjs-core';
import { hasFused } from '../kernel.ts';
import { attentionKernel, fusedAttention, type AttentionMask } from './fused.ts';

/** Added to scores that must not be attended to: exp underflows to exactly 0. */
export const masked = -1e9;

/** What attention may see, in both forms: for the kernels, and as what is added to the scores. */
export interface Mask extends AttentionMask {
  /** 0 or `masked`, broadcast to [B, H, T, S]. */
  added(): tf.Tensor;
}

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

// #region heads
/** [B, T, C] → [B, H, T, D] */
function splitHeads(x: tf.Tensor3D, H: number): tf.Tensor4D {
  const [B, T, C] = x.shape;
  return tf.transpose(tf.reshape(x, [B, T, H, C / H]), [0, 2, 1, 3]) as tf.Tensor4D;
}

/** H heads, each for itself: queries [B, T, C], keys and values [B, S, 2C]. */
export function attendWithHeads(
  q: tf.Tensor3D,
  kv: tf.Tensor3D,
  H: number,
  mask: Mask,
  onWeights?: (weights: tf.Tensor4D) => void, // [B, H, T, S]
): tf.Tensor3D {
  // The same as below, in one kernel, which does not tell its weights.
  if (!onWeights && hasFused(attentionKernel)) return fusedAttention(q, kv, H, mask);
  const [k, v] = tf.split(kv, 2, 2).map((y) => splitHeads(y as tf.Tensor3D, H));
  const heads = scaledDotProductAttention(splitHeads(q, H), k!, v!, mask.added());
  onWeights?.(heads.weights);
  const joined = tf.transpose(heads.output, [0, 2, 1, 3]); // [B, T, H, D]
  return tf.reshape(joined, [...q.shape]) as tf.Tensor3D;
}
// #endregion heads

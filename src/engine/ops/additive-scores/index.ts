/** The scores of additive attention (Bahdanau et al. 2015). */
import * as tf from '@tensorflow/tfjs-core';
import { hasFused } from '../kernel.ts';
import { linear } from '../linear/index.ts';
import { additiveScoresKernel, fusedAdditiveScores } from './fused.ts';

// #region additive-scores
/**
 * v · tanh(q + k) for every query with every key.
 * @param query [B, T, H]
 * @param key [B, S, H]
 * @param v [H, 1]
 * @returns [B, T, S]
 */
export function additiveScores(query: tf.Tensor3D, key: tf.Tensor3D, v: tf.Tensor2D): tf.Tensor3D {
  if (hasFused(additiveScoresKernel)) return fusedAdditiveScores(query, key, v);
  const sums = tf.add(tf.expandDims(query, 2), tf.expandDims(key, 1)); // [B, T, S, H]
  return tf.squeeze(linear(tf.tanh(sums), v), [3]);
}
// #endregion additive-scores

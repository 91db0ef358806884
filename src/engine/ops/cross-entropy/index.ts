/** Softmax cross-entropy on integer labels with masked positions, fused with its gradient. */
import * as tf from '@tensorflow/tfjs-core';
import { hasFused } from '../kernel.ts';
import { crossEntropyKernel, fusedCrossEntropy } from './fused.ts';

// #region cross-entropy
/**
 * Mean of −log softmax(z)[label], in nats per token, over the positions
 * whose weight is 1; the gradient is p − y.
 */
function plainCrossEntropy(
  logits: tf.Tensor2D, // [N, V]
  labels: tf.Tensor1D, // [N], integers in [0, V)
  weights: tf.Tensor1D, // [N], 1 where the position counts, 0 at padding
): tf.Scalar {
  const compute = tf.customGrad((z, save) => {
    const V = logits.shape[1];
    const y = tf.cast(tf.oneHot(labels, V), 'float32'); // [N, V]
    const shifted = tf.sub(z as tf.Tensor, tf.max(z as tf.Tensor, 1, true));
    const logSum = tf.log(tf.sum(tf.exp(shifted), 1)); // [N]
    const losses = tf.sub(logSum, tf.sum(tf.mul(y, shifted), 1)); // [N]
    const count = tf.maximum(1, tf.sum(weights));
    const share = tf.div(weights, count); // [N], adding up to 1
    const p = tf.exp(tf.sub(shifted, tf.expandDims(logSum, 1))); // [N, V]
    const gradient = tf.mul(tf.sub(p, y), tf.expandDims(share, 1));
    (save as tf.GradSaveFunc)([gradient]);
    const gradFunc = (dy: tf.Tensor, [g]: tf.Tensor[]) => tf.mul(dy, g!);
    return { value: tf.sum(tf.mul(losses, share)), gradFunc };
  });
  return compute(logits) as tf.Scalar;
}
// #endregion cross-entropy

/** The same in one kernel where the backend has it. */
export function crossEntropy(
  logits: tf.Tensor2D,
  labels: tf.Tensor1D,
  weights: tf.Tensor1D,
): tf.Scalar {
  const compute = hasFused(crossEntropyKernel) ? fusedCrossEntropy : plainCrossEntropy;
  return compute(logits, labels, weights);
}

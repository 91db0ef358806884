/** Softmax cross-entropy on integer labels with masked positions, fused with its gradient. */
import * as tf from '@tensorflow/tfjs-core';

// #region cross-entropy
/**
 * Mean of −log softmax(z)[label] over the positions whose weight is 1; the gradient is p − y.
 * @param logits [N, V]
 * @param labels [N], integers in [0, V)
 * @param weights [N], 1 where the position counts, 0 where it is padding
 * @returns a scalar in nats per token
 */
export function crossEntropy(logits: tf.Tensor2D, labels: tf.Tensor1D, weights: tf.Tensor1D) {
  const [, V] = logits.shape;
  const compute = tf.customGrad((z, save) => {
    const y = tf.cast(tf.oneHot(labels, V), 'float32'); // [N, V]
    const shifted = tf.sub(z as tf.Tensor2D, tf.max(z as tf.Tensor2D, 1, true));
    const logSum = tf.log(tf.sum(tf.exp(shifted), 1)); // [N]
    const losses = tf.sub(logSum, tf.sum(tf.mul(y, shifted), 1)); // [N]
    const count = tf.maximum(1, tf.sum(weights));
    const share = tf.div(weights, count); // [N]
    const p = tf.exp(tf.sub(shifted, tf.expandDims(logSum, 1))); // [N, V]
    (save as tf.GradSaveFunc)([tf.mul(tf.sub(p, y), tf.expandDims(share, 1))]);
    const gradFunc = (dy: tf.Tensor, [gradient]: tf.Tensor[]) => tf.mul(dy, gradient!);
    return { value: tf.sum(tf.mul(losses, share)), gradFunc };
  });
  return compute(logits) as tf.Scalar;
}
// #endregion cross-entropy

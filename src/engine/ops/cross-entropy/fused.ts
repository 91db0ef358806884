/** Softmax cross-entropy and its gradient in one kernel. */
import * as tf from '@tensorflow/tfjs-core';
import { runFusedAll } from '../kernel.ts';

/** logits [N, V], labels [N], weights [N] → the mean loss and its gradient [N, V]. */
export const crossEntropyKernel = 'CrossEntropy';

export function fusedCrossEntropy(
  logits: tf.Tensor2D,
  labels: tf.Tensor1D,
  weights: tf.Tensor1D,
): tf.Scalar {
  const compute = tf.customGrad((z, save) => {
    const [value, gradient] = runFusedAll(crossEntropyKernel, {
      logits: z as tf.Tensor,
      labels,
      weights,
    }) as [tf.Tensor, tf.Tensor];
    (save as tf.GradSaveFunc)([gradient]);
    return { value, gradFunc: (dy: tf.Tensor, [g]: tf.Tensor[]) => tf.mul(dy, g!) };
  });
  return compute(logits) as tf.Scalar;
}

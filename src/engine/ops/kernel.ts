/** Fused kernels of our own: where the current backend has one it runs, elsewhere the plain composition does. */
import * as tf from '@tensorflow/tfjs-core';

export function runFused<T extends tf.Tensor>(
  name: string,
  inputs: tf.NamedTensorMap,
  attributes: tf.NamedAttrMap,
  composition: () => T,
): T {
  if (tf.getKernel(name, tf.getBackend()) === undefined) return composition();
  return tf.engine().runKernel<T>(name, inputs, attributes);
}

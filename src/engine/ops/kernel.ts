/** Fused kernels of our own: where the current backend has one it runs, elsewhere the plain composition does. */
import * as tf from '@tensorflow/tfjs-core';

let plain = false;

/** Runs `compute` with the plain compositions only, whatever the backend has. */
export function withoutFused<T>(compute: () => T): T {
  plain = true;
  try {
    return compute();
  } finally {
    plain = false;
  }
}

/** Whether the current backend has a kernel of ours by this name. */
export function hasFused(name: string): boolean {
  return !plain && tf.getKernel(name, tf.getBackend()) !== undefined;
}

/**
 * Whether kernels of ours take a tensor of any rank as rows of its last axis. On WebGL the shape says
 * how a tensor lies in its texture, so there it must be flattened first.
 */
export const takesAnyRank = (): boolean => tf.getBackend() !== 'webgl';

/** Runs a kernel with one output. */
export function runFused<R extends tf.Rank>(
  name: string,
  inputs: tf.NamedTensorMap,
  attributes: object = {},
): tf.Tensor<R> {
  return tf.engine().runKernel<tf.Tensor<R>>(name, inputs, attributes as tf.NamedAttrMap);
}

/** Runs a kernel with several outputs. */
export function runFusedAll(
  name: string,
  inputs: tf.NamedTensorMap,
  attributes: tf.NamedAttrMap = {},
): tf.Tensor[] {
  return tf.engine().runKernel<tf.Tensor[]>(name, inputs, attributes);
}

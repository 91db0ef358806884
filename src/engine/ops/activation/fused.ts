/** GELU in one kernel forward and one backward. */
import * as tf from '@tensorflow/tfjs-core';
import { runFused } from '../kernel.ts';

export const geluKernel = 'Gelu';
export const geluGradientKernel = 'GeluGradient';

export function fusedGelu<T extends tf.Tensor>(x: T): T {
  const compute = tf.customGrad((x, save) => {
    (save as tf.GradSaveFunc)([x as tf.Tensor]);
    return {
      value: runFused(geluKernel, { x: x as tf.Tensor }),
      gradFunc: (dy: tf.Tensor, [x]: tf.Tensor[]) => runFused(geluGradientKernel, { x: x!, dy }),
    };
  });
  return compute(x) as T;
}

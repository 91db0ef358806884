/** Layer normalisation in one kernel forward and one backward. */
import * as tf from '@tensorflow/tfjs-core';
import { runFusedAll } from '../kernel.ts';

/** x [..., C], γ [C], β [C] → y [..., C] and the N rows' μ and 1/σ, [N, 2]; on WebGL x is [N, C]. */
export const layerNormKernel = 'LayerNorm';
/** dy, x, γ and the statistics → dx, dγ, dβ. */
export const layerNormGradientKernel = 'LayerNormGradient';

export function fusedLayerNorm(x: tf.Tensor, gain: tf.Tensor1D, bias: tf.Tensor1D): tf.Tensor {
  const compute = tf.customGrad((...args) => {
    const [x, gain, bias, save] = args as [tf.Tensor, tf.Tensor, tf.Tensor, tf.GradSaveFunc];
    const [value, statistics] = runFusedAll(layerNormKernel, {
      ...{ x, gain, bias },
    }) as [tf.Tensor, tf.Tensor];
    save([x, gain, statistics]);
    const gradFunc = (dy: tf.Tensor, saved: tf.Tensor[]) => {
      const [x, gain, statistics] = saved as [tf.Tensor, tf.Tensor, tf.Tensor];
      return runFusedAll(layerNormGradientKernel, { dy, x, gain, statistics });
    };
    return { value, gradFunc };
  });
  return compute(x, gain, bias);
}

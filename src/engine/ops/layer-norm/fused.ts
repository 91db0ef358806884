/** Layer normalisation in one kernel forward and one backward. */
import * as tf from '@tensorflow/tfjs-core';
import { runFusedAll } from '../kernel.ts';

/** x [..., C], γ [C], β [C] → y [..., C] and the N rows' μ and 1/σ, [N, 2]; on WebGL x is [N, C]. */
export const layerNormKernel = 'LayerNorm';
/** dy, x, γ and the statistics → dx, dγ, dβ; of a branch also the gradient of what it leaves, `dBeside`. */
export const layerNormGradientKernel = 'LayerNormGradient';
/** As `LayerNorm` → x itself, y and the statistics; the gradients of x and y meet in one kernel. */
export const branchNormKernel = 'BranchNorm';

export function fusedLayerNorm(x: tf.Tensor, gain: tf.Tensor1D, bias: tf.Tensor1D): tf.Tensor {
  const compute = tf.customGrad((...args) => {
    const [x, gain, bias, save] = args as [tf.Tensor, tf.Tensor, tf.Tensor, tf.GradSaveFunc];
    const [value, statistics] = runFusedAll(layerNormKernel, { x, gain, bias }) as [
      tf.Tensor,
      tf.Tensor,
    ];
    save([x, gain, statistics]);
    const gradFunc = (dy: tf.Tensor, saved: tf.Tensor[]) => {
      const [x, gain, statistics] = saved as [tf.Tensor, tf.Tensor, tf.Tensor];
      return runFusedAll(layerNormGradientKernel, { dy, x, gain, statistics });
    };
    return { value, gradFunc };
  });
  return compute(x, gain, bias);
}

tf.registerGradient({
  kernelName: branchNormKernel,
  inputsToSave: ['x', 'gain'],
  outputsToSave: [false, false, true],
  gradFunc: (given, saved) => {
    const [dBeside, dy] = given as [tf.Tensor, tf.Tensor];
    const [x, gain, statistics] = saved as [tf.Tensor, tf.Tensor, tf.Tensor];
    const inputs = { dBeside, dy, x, gain, statistics };
    const [dx, dGain, dBias] = runFusedAll(layerNormGradientKernel, inputs);
    return { x: () => dx!, gain: () => dGain!, bias: () => dBias! };
  },
});

/** @returns x and its norm */
export function fusedBranchNorm(
  x: tf.Tensor,
  gain: tf.Tensor1D,
  bias: tf.Tensor1D,
): [tf.Tensor, tf.Tensor] {
  const [beside, y] = runFusedAll(branchNormKernel, { x, gain, bias });
  return [beside!, y!];
}

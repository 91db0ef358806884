/** The whole sequence of one LSTM layer in one kernel forward and one backward. */
import * as tf from '@tensorflow/tfjs-core';
import { runFusedAll } from '../kernel.ts';

/**
 * projected [B, T, 4H], h₀ and c₀ [B, H], U [H, 4H], and where something is padding real [B, T] →
 * every h and the last c [B, T + 1, H], gates [B, T, 4H], h and c before each step and tanh c [B, T, H].
 */
export const lstmKernel = 'Lstm';
/** dAll [B, T + 1, H] and what the forward pass kept → gradients of projected, U, h₀, c₀. */
export const lstmGradientKernel = 'LstmGradient';

/**
 * @param h and `c`: where the layer starts
 * @returns every h and, last, the cell state, [B, T + 1, H]
 */
export function fusedLstm(
  projected: tf.Tensor3D,
  recurrent: tf.Tensor2D,
  h: tf.Tensor2D,
  c: tf.Tensor2D,
  real: tf.Tensor2D | null,
): tf.Tensor3D {
  const compute = tf.customGrad((...args) => {
    const [projected, recurrent, h0, c0] = args as tf.Tensor[];
    const save = args.at(-1) as tf.GradSaveFunc;
    const inputs = { projected: projected!, recurrent: recurrent!, h0: h0!, c0: c0! };
    const [value, ...kept] = runFusedAll(lstmKernel, real === null ? inputs : { ...inputs, real });
    // Without padding the last one is not read.
    save([...kept, recurrent!, real ?? recurrent!]);
    const gradFunc = (dAll: tf.Tensor, saved: tf.Tensor[]) => {
      const [gates, h, c, tanhC, recurrent, padding] = saved as [
        ...[tf.Tensor, tf.Tensor, tf.Tensor],
        ...[tf.Tensor, tf.Tensor, tf.Tensor],
      ];
      const inputs = { dAll, gates, h, c, tanhC, recurrent };
      return runFusedAll(lstmGradientKernel, real === null ? inputs : { ...inputs, real: padding });
    };
    return { value: value!, gradFunc };
  });
  return compute(projected, recurrent, h, c) as tf.Tensor3D;
}

/** The affine map in one kernel: the bias is where the sums of the product start. */
import * as tf from '@tensorflow/tfjs-core';
import { runFused } from '../kernel.ts';

/** x [N, I], W [I, O], b [O] → [N, O]. */
export const linearKernel = 'Linear';
/** x [N, C] → [C]. */
export const columnSumsKernel = 'ColumnSums';

type Gradient = (dy: tf.Tensor, saved: tf.Tensor[]) => tf.Tensor[];

export function fusedLinear(x: tf.Tensor2D, weight: tf.Tensor2D, bias: tf.Tensor1D): tf.Tensor2D {
  const compute = tf.customGrad((...args): { value: tf.Tensor; gradFunc: Gradient } => {
    const [x, weight, bias, save] = args as [tf.Tensor, tf.Tensor, tf.Tensor, tf.GradSaveFunc];
    save([x, weight]);
    const gradFunc = (dy: tf.Tensor, saved: tf.Tensor[]) => {
      const [x, weight] = saved as [tf.Tensor2D, tf.Tensor2D];
      return [
        tf.matMul(dy as tf.Tensor2D, weight, false, true),
        tf.matMul(x, dy as tf.Tensor2D, true),
        runFused(columnSumsKernel, { x: dy }),
      ];
    };
    return { value: runFused(linearKernel, { x, weight, bias }), gradFunc };
  });
  return compute(x, weight, bias) as tf.Tensor2D;
}

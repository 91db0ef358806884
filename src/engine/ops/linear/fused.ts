/** The affine map in one kernel: the bias is where the sums of the product start. */
import * as tf from '@tensorflow/tfjs-core';
import { hasFused, runFused, runFusedAll } from '../kernel.ts';

/** x [..., I], W [I, O], maybe b [O] → [..., O]; on WebGL x is [N, I]. */
export const linearKernel = 'Linear';
/** dy [..., O], x, W → dx, dW and, with the attribute `bias`, db; WebGL makes it of products. */
export const linearGradientKernel = 'LinearGradient';
/** x [N, C] → [C]. */
export const columnSumsKernel = 'ColumnSums';

type Gradient = (dy: tf.Tensor, saved: tf.Tensor[]) => tf.Tensor[];

export function fusedLinear(
  x: tf.Tensor,
  weight: tf.Tensor2D,
  bias: tf.Tensor1D | undefined,
): tf.Tensor {
  const compute = tf.customGrad((...args): { value: tf.Tensor; gradFunc: Gradient } => {
    const [x, weight] = args as [tf.Tensor, tf.Tensor];
    const bias = args.length > 3 ? (args[2] as tf.Tensor) : undefined;
    (args.at(-1) as tf.GradSaveFunc)([x, weight]);
    const gradFunc = (dy: tf.Tensor, saved: tf.Tensor[]) =>
      linearGradient(dy, saved as [tf.Tensor, tf.Tensor2D], bias !== undefined);
    const inputs: tf.NamedTensorMap = bias === undefined ? { x, weight } : { x, weight, bias };
    return { value: runFused(linearKernel, inputs), gradFunc };
  });
  return bias === undefined ? compute(x, weight) : compute(x, weight, bias);
}

function linearGradient(
  dy: tf.Tensor,
  [x, weight]: [tf.Tensor, tf.Tensor2D],
  bias: boolean,
): tf.Tensor[] {
  if (hasFused(linearGradientKernel)) {
    return runFusedAll(linearGradientKernel, { dy, x, weight }, { bias });
  }
  const dx = tf.matMul(dy as tf.Tensor2D, weight, false, true);
  const dWeight = tf.matMul(x as tf.Tensor2D, dy as tf.Tensor2D, true);
  return bias ? [dx, dWeight, runFused(columnSumsKernel, { x: dy })] : [dx, dWeight];
}

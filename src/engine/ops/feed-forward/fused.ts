/** A feed-forward layer with GELU in one kernel forward and one backward. */
import * as tf from '@tensorflow/tfjs-core';
import { runFusedAll } from '../kernel.ts';

/** x [..., C], up [C, F], upBias [F], down [F, C], downBias [C] → y [..., C], GELU's value and slope [N, F]. */
export const feedForwardKernel = 'FeedForward';
/** dy, x, up, down, GELU's value `hidden` and slope → gradients of x, up, upBias, down, downBias. */
export const feedForwardGradientKernel = 'FeedForwardGradient';

type Five = [tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor];

/** @param inputs x, up, upBias, down, downBias */
export function fusedFeedForward(...inputs: Five): tf.Tensor {
  const compute = tf.customGrad((...args) => {
    const [x, up, upBias, down, downBias] = args as tf.Tensor[] as Five;
    const named = { x, up, upBias, down, downBias };
    const [value, hidden, slope] = runFusedAll(feedForwardKernel, named);
    (args.at(-1) as unknown as tf.GradSaveFunc)([x, up, down, hidden!, slope!]);
    const gradFunc = (dy: tf.Tensor, saved: tf.Tensor[]) => {
      const [x, up, down, hidden, slope] = saved as Five;
      return runFusedAll(feedForwardGradientKernel, { dy, x, up, down, hidden, slope });
    };
    return { value: value!, gradFunc };
  });
  return compute(...inputs);
}

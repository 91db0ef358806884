/** Additive scores in one kernel forward and one backward, without a tensor of B T S H numbers. */
import * as tf from '@tensorflow/tfjs-core';
import { runFused, runFusedAll } from '../kernel.ts';

/** query [B, T, H], key [B, S, H], v [H, 1] → [B, T, S]. */
export const additiveScoresKernel = 'AdditiveScores';
/** dy [B, T, S], query, key, v → their gradients. */
export const additiveScoresGradientKernel = 'AdditiveScoresGradient';

export function fusedAdditiveScores(
  query: tf.Tensor3D,
  key: tf.Tensor3D,
  v: tf.Tensor2D,
): tf.Tensor3D {
  const compute = tf.customGrad((...args) => {
    const [query, key, v, save] = args as [tf.Tensor, tf.Tensor, tf.Tensor, tf.GradSaveFunc];
    save([query, key, v]);
    const gradFunc = (dy: tf.Tensor, saved: tf.Tensor[]) => {
      const [query, key, v] = saved as [tf.Tensor, tf.Tensor, tf.Tensor];
      return runFusedAll(additiveScoresGradientKernel, { dy, query, key, v });
    };
    return { value: runFused(additiveScoresKernel, { query, key, v }), gradFunc };
  });
  return compute(query, key, v) as tf.Tensor3D;
}

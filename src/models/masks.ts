/**
 * What attention may see, and the keys and values that it looks at.
 *
 * B batch, T target time, S source time, C width.
 */
import * as tf from '@tensorflow/tfjs-core';
import { masked, type Mask } from '../engine/ops/attention/index.ts';

/** Keys and values side by side, [B, S, 2C], and which of them may be seen. */
export interface KeysValues {
  readonly keyValue: tf.Tensor3D;
  readonly mask: Mask;
}

// #region causal-mask
/** M[i, j] = 0 where j ≤ i, else −10⁹: nothing after i is seen. [T, T] */
export function causalMask(T: number): tf.Tensor2D {
  const mask = Float32Array.from({ length: T * T }, (_, k) =>
    k % T <= Math.floor(k / T) ? 0 : masked,
  );
  return tf.tensor2d(mask, [T, T]);
}

/**
 * 0 where a source token is real, −10⁹ where it is padding.
 * @param real [B, S] of 0 and 1
 */
export function paddingMask(real: tf.Tensor2D): tf.Tensor4D {
  const [B, S] = real.shape;
  return tf.reshape(tf.mul(tf.sub(1, real), masked), [B, 1, 1, S]);
}
// #endregion causal-mask

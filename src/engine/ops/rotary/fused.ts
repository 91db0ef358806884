/** Rotary positions in one kernel, which turns gradients the other way. */
import * as tf from '@tensorflow/tfjs-core';
import { runFused } from '../kernel.ts';

/** x [B, T, W], cos and sin [S, D/2] → [B, T, W]. */
export const rotaryKernel = 'Rotary';

export interface RotaryAttributes {
  readonly heads: number;
  /** The position of the first row. */
  readonly first: number;
  /** 1, or −1 for the opposite angle. */
  readonly direction: number;
}

/**
 * @param first the position of the first row
 * @throws Error where the tables end before the last position
 */
export function fusedRotary(
  x: tf.Tensor3D,
  heads: number,
  cos: tf.Tensor2D,
  sin: tf.Tensor2D,
  first: number,
): tf.Tensor3D {
  const [T, S] = [x.shape[1], cos.shape[0]];
  if (first + T > S) throw new Error(`${T} positions from ${first} on are not among ${S}.`);
  const turn = (x: tf.Tensor, [cos, sin]: tf.Tensor[], direction: 1 | -1) =>
    runFused(rotaryKernel, { x, cos: cos!, sin: sin! }, { heads, first, direction });
  const compute = tf.customGrad((x, save) => {
    (save as tf.GradSaveFunc)([cos, sin]);
    return {
      value: turn(x as tf.Tensor, [cos, sin], 1),
      gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => turn(dy, saved, -1),
    };
  });
  return compute(x) as tf.Tensor3D;
}

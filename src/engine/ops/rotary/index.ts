/** Rotary positions: heads of queries and keys are turned by where they stand. */
import * as tf from '@tensorflow/tfjs-core';
import { hasFused } from '../kernel.ts';
import { fusedRotary, rotaryKernel } from './fused.ts';

/** How far each position turns a head of width D. */
export interface Rotation {
  /** Of the angles of S positions, [S, D/2] each. */
  readonly cos: tf.Tensor2D;
  readonly sin: tf.Tensor2D;
  /** The position of the first row that is turned. */
  readonly first: number;
}

// #region rotary
/** f of the angles i / 10000^(2j/D) of the positions i < S and the pairs j < D/2. [S, D/2] */
function angles(f: (angle: number) => number, S: number, D: number): tf.Tensor2D {
  const half = D / 2;
  const table = Float32Array.from({ length: S * half }, (_, k) =>
    f(Math.floor(k / half) / 10000 ** ((k % half) / half)),
  );
  return tf.tensor2d(table, [S, half]);
}

/**
 * Turns the pairs (a, b) = (j, j + D/2) of H heads of x [B, T, W], row t by position first + t;
 * columns after the heads, such as values, stay.
 */
function turn(x: tf.Tensor3D, H: number, { cos, sin, first }: Rotation): tf.Tensor3D {
  const [[B, T, W], half] = [x.shape, cos.shape[1]];
  const C = H * 2 * half; // the width of all heads
  const [c, s] = [cos, sin].map((y) => tf.reshape(tf.slice(y, first, T), [T, 1, half]));
  const heads = tf.reshape(tf.slice(x, 0, [B, T, C]), [B, T, H, 2 * half]);
  const [a, b] = tf.split(heads, 2, 3) as [tf.Tensor, tf.Tensor]; // [B, T, H, D/2]
  const front = tf.sub(tf.mul(a, c!), tf.mul(b, s!));
  const back = tf.add(tf.mul(a, s!), tf.mul(b, c!));
  const turned = tf.reshape(tf.concat([front, back], 3), [B, T, C]) as tf.Tensor3D;
  return C === W ? turned : tf.concat([turned, tf.slice(x, [0, 0, C], [B, T, W - C])], 2);
}
// #endregion rotary

/** The rotations of the positions 0 … S − 1 for heads of width D; its owner disposes it. */
export function rotations(S: number, D: number): Rotation {
  const [cos, sin] = [angles(Math.cos, S, D), angles(Math.sin, S, D)];
  return { cos: tf.keep(cos), sin: tf.keep(sin), first: 0 };
}

/**
 * Rotary position embedding (Su et al. 2021, eq. 15, with the halves of a head for its pairs):
 * a' = a cos − b sin, b' = a sin + b cos for the pairs (a, b) = (j, j + D/2) of every head.
 * @param x [B, T, W]: H heads of width D side by side, and maybe columns that stay as they are
 * @param rotation for the T positions from its first on; null leaves x as it is
 * @returns [B, T, W]
 */
export function rotary(x: tf.Tensor3D, H: number, rotation: Rotation | null): tf.Tensor3D {
  if (rotation === null) return x;
  if (!hasFused(rotaryKernel)) return turn(x, H, rotation);
  const { cos, sin, first } = rotation;
  return fusedRotary(x, H, cos, sin, first);
}

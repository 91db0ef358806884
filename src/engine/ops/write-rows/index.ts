/** Writing rows into a buffer that outlives the step: what a cache of keys and values is made of. */
import * as tf from '@tensorflow/tfjs-core';
import { hasFused, runFused } from '../kernel.ts';

/** buffer [B, S, C] and rows [B, T, C] → the buffer, changed in place. */
export const writeRowsKernel = 'WriteRows';

/**
 * Puts rows [B, T, C] at positions `first` … first + T − 1 of a buffer [B, S, C] that is zero there.
 * The buffer handed in is used up; the one that comes back is kept, whatever `tidy` it is made in.
 * Without a kernel that writes in place its shape still stays the same, so that a GPU compiles
 * nothing anew while a sequence grows. There is no gradient.
 */
export function writeRows(buffer: tf.Tensor3D, rows: tf.Tensor3D, first: number): tf.Tensor3D {
  const [, S] = buffer.shape;
  const T = rows.shape[1];
  const written = tf.tidy((): tf.Tensor3D => {
    if (hasFused(writeRowsKernel)) return runFused(writeRowsKernel, { buffer, rows }, { first });
    const places = new Float32Array(S * T); // 1 where row t goes to position first + t
    for (let t = 0; t < T; t++) places[(first + t) * T + t] = 1;
    return tf.add(buffer, tf.matMul(tf.tensor3d(places, [1, S, T]), rows));
  });
  buffer.dispose();
  return tf.keep(written);
}

/**
 * Looking rows up in a table, with a gradient that adds in a fixed order: tfjs's own
 * (UnsortedSegmentSum) is missing on WASM, and on WebGPU it adds atomically, so that two equal
 * runs would differ.
 */
import * as tf from '@tensorflow/tfjs-core';
import { hasFused, runFused } from '../kernel.ts';

/** table [V, C] and ids [N] → [N, C]. */
export const embeddingKernel = 'Embedding';
/** dy [N, C] and ids [N] → [V, C]. */
export const embeddingGradientKernel = 'EmbeddingGradient';

function gather(table: tf.Tensor2D, ids: tf.Tensor1D): tf.Tensor2D {
  if (hasFused(embeddingKernel)) return runFused(embeddingKernel, { table, ids });
  return tf.gather(table, ids);
}

// #region embedding
/** table [V, C], V ≥ 2, and ids [N] → [N, C]: row i is table[ids[i]]. */
export function embedding(table: tf.Tensor2D, ids: tf.Tensor1D) {
  const [V] = table.shape;
  const lookUp = tf.customGrad((table, save) => {
    (save as tf.GradSaveFunc)([ids]);
    return {
      value: gather(table as tf.Tensor2D, ids),
      gradFunc: (dy: tf.Tensor2D, [ids]: tf.Tensor[]) =>
        embeddingGradient(dy, ids as tf.Tensor1D, V),
    };
  });
  return lookUp(table) as tf.Tensor2D;
}

/** Adds row i of dy [N, C] to row ids[i] of the result [V, C]. */
export function embeddingGradient(
  dy: tf.Tensor2D,
  ids: tf.Tensor1D,
  V: number, // rows
): tf.Tensor2D {
  const kernel = embeddingGradientKernel;
  if (hasFused(kernel)) return runFused(kernel, { dy, ids }, { V });
  const places = tf.cast(tf.oneHot(ids, V), 'float32'); // [N, V]
  return tf.matMul(places as tf.Tensor2D, dy, true);
}
// #endregion embedding

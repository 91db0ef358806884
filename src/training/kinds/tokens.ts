/** From tokens to padded rows of their ids. */
import * as tf from '@tensorflow/tfjs-core';
import { PAD, type Vocabulary } from '../../tasks/vocabulary.ts';

/** Ids of tokens that are known to be in the vocabulary. */
export function idsOf(tokens: readonly string[], vocabulary: Vocabulary): number[] {
  return tokens.map((token) => {
    const id = vocabulary.idOf(token);
    if (id === undefined) throw new Error(`The token “${token}” is not in the vocabulary.`);
    return id;
  });
}

/** Rows padded with PAD to `width`, as [B, width]. */
export function padRows(rows: readonly (readonly number[])[], width: number): tf.Tensor2D {
  const flat = new Int32Array(rows.length * width).fill(PAD);
  for (const [b, row] of rows.entries()) flat.set(row, b * width);
  return tf.tensor2d(flat, [rows.length, width], 'int32');
}

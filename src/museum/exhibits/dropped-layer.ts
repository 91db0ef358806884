/** Defect 4: `hidden[-1]` takes the last layer's state and loses the dimension of layers. */
import * as tf from '@tensorflow/tfjs-core';
import type { See } from '../exhibit.ts';
import { normal } from '../kit.ts';

const [L, B, H] = [2, 4, 8];

/** One recurrent step of L layers, each from its own state. @param hidden [L, B, H] */
function step(hidden: tf.Tensor): tf.Tensor {
  const U = normal<tf.Rank.R2>([H, H], 'U');
  const layers = tf.unstack(hidden).map((h) => tf.tanh(tf.matMul(h as tf.Tensor2D, U)));
  return tf.stack(layers);
}

export function broken(see: See): void {
  // #region broken
  const encoded = normal([L, B, H], 'state');
  const hidden = tf.unstack(encoded)[L - 1]!;
  see({ encoded, hidden });
  const next = step(hidden); // wants [L, B, H]
  see({ next });
  // #endregion broken
}

export function fixed(see: See): void {
  // #region fixed
  const encoded = normal([L, B, H], 'state');
  const hidden = encoded; // every layer's
  see({ encoded, hidden });
  const next = step(hidden);
  see({ next });
  // #endregion fixed
}

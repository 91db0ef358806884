/** Defect 5: the decoder's input is stored in the variable that holds the target. */
import * as tf from '@tensorflow/tfjs-core';
import type { See } from '../exhibit.ts';
import { ids } from '../kit.ts';

const [B, T, V] = [4, 3, 29];

export function broken(see: See): void {
  // #region broken
  let target = ids<tf.Rank.R2>([B, T], V);
  see({ target });
  for (let t = 0; t < T; t++) {
    target = tf.slice(target, [0, t], [B, 1]);
    see({ target });
  }
  // #endregion broken
}

export function fixed(see: See): void {
  // #region fixed
  const target = ids<tf.Rank.R2>([B, T], V);
  see({ target });
  for (let t = 0; t < T; t++) {
    const input = tf.slice(target, [0, t], [B, 1]);
    see({ input });
  }
  // #endregion fixed
}

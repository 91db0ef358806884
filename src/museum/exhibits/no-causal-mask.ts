/** Chapter 4: no causal mask. The model foretells letters drawn at random, which nobody can. */
import * as tf from '@tensorflow/tfjs-core';
import { causalMask } from '../../models/masks.ts';
import type { See } from '../exhibit.ts';
import { foretellRandomLetters } from '../kit.ts';

const [T, V] = [8, 8];

export function broken(see: See): void {
  // #region broken
  const mask = tf.zeros<tf.Rank.R2>([T, T]);
  const { loss, accuracy } = foretellRandomLetters(mask, V);
  see({ mask, guessing: Math.log(V), loss, accuracy });
  // #endregion broken
}

export function fixed(see: See): void {
  // #region fixed
  const mask = causalMask(T);
  const { loss, accuracy } = foretellRandomLetters(mask, V);
  see({ mask, guessing: Math.log(V), loss, accuracy });
  // #endregion fixed
}

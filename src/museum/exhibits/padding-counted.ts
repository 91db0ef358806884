/** Defect 7: padding counts in the loss, so a model that only ever says `<pad>` looks good. */
import * as tf from '@tensorflow/tfjs-core';
import type { See } from '../exhibit.ts';
import { lossOf } from '../kit.ts';

const pad = 0;
const padding = {
  ids: [
    [5, 2, pad, pad, pad, pad, pad, pad],
    [7, 2, pad, pad, pad, pad, pad, pad],
  ],
};

/** Logits for [2, 8] positions of 10 symbols: all alike, or strongly for `<pad>`. */
const guessing = (): tf.Tensor => tf.zeros([2, 8, 10]);
const onlyPad = (): tf.Tensor => tf.mul(5, tf.oneHot(tf.fill([2, 8], pad, 'int32'), 10));

export function broken(see: See): void {
  // #region broken
  const target = tf.tensor2d(padding.ids, [2, 8], 'int32');
  see({ target });
  see({ guessing: lossOf(guessing(), target) });
  see({ onlyPad: lossOf(onlyPad(), target) });
  // #endregion broken
}

export function fixed(see: See): void {
  // #region fixed
  const target = tf.tensor2d(padding.ids, [2, 8], 'int32');
  const real = tf.notEqual(target, pad); // the mask m
  see({ target, counted: tf.sum(real) });
  see({ guessing: lossOf(guessing(), target, real) });
  see({ onlyPad: lossOf(onlyPad(), target, real) });
  // #endregion fixed
}

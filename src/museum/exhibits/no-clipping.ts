/** Defect 13: no limit on the gradient. Thirty equal factors in a row, and one step is enough. */
import * as tf from '@tensorflow/tfjs-core';
import { clipByGlobalNorm } from '../../engine/optimizer.ts';
import type { See } from '../exhibit.ts';
import '../kit.ts';

/** (u³⁰ − 1)²: a recurrent weight u applied over 30 steps, which should come out at 1. */
const loss = (u: tf.Tensor): tf.Scalar => tf.sum(tf.square(tf.sub(tf.pow(u, 30), 1)));

export function broken(see: See): void {
  // #region broken
  let u = tf.tensor1d([1.4]);
  for (let step = 1; step <= 60; step++) {
    const g = tf.grad(loss)(u);
    if (step === 1) see({ gradient: tf.sum(g) });
    u = tf.sub(u, tf.mul(0.01, g));
  }
  see({ u: tf.sum(u), loss: loss(u) });
  // #endregion broken
}

export function fixed(see: See): void {
  // #region fixed
  let u = tf.tensor1d([1.4]);
  for (let step = 1; step <= 60; step++) {
    const all = tf.grad(loss)(u) as tf.Tensor1D;
    const g = clipByGlobalNorm(all, 1);
    if (step === 1) see({ gradient: tf.sum(g) });
    u = tf.sub(u, tf.mul(0.01, g));
  }
  see({ u: tf.sum(u), loss: loss(u) });
  // #endregion fixed
}

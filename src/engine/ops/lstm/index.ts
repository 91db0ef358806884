/** One step of a long short-term memory cell. */
import * as tf from '@tensorflow/tfjs-core';

/** Hidden and cell state of one layer, [B, H] each. */
export interface LstmState {
  readonly h: tf.Tensor2D;
  readonly c: tf.Tensor2D;
}

// #region lstm-step
/**
 * One LSTM step (Hochreiter & Schmidhuber 1997, with the forget gate of Gers et al. 2000).
 * @param projected x_t W + b for the gates i, f, g, o side by side, [B, 4H]
 * @param state h and c of the step before, [B, H] each
 * @param recurrent U, [H, 4H]
 */
export function lstmStep(projected: tf.Tensor2D, state: LstmState, recurrent: tf.Tensor2D) {
  const z = tf.add(projected, tf.matMul(state.h, recurrent)); // [B, 4H]
  const [i, f, g, o] = tf.split(z, 4, 1) as [tf.Tensor2D, tf.Tensor2D, tf.Tensor2D, tf.Tensor2D];
  const kept = tf.mul(tf.sigmoid(f), state.c);
  const written = tf.mul(tf.sigmoid(i), tf.tanh(g));
  const c = tf.add(kept, written); // [B, H]
  const h = tf.mul(tf.sigmoid(o), tf.tanh(c)); // [B, H]
  return { h, c } as LstmState;
}
// #endregion lstm-step

/**
 * Keeps the old state where a sequence has already ended.
 * @param running [B, 1], 1 where this step is a real token, 0 where it is padding
 */
export function holdState(next: LstmState, previous: LstmState, running: tf.Tensor2D): LstmState {
  const hold = (a: tf.Tensor2D, b: tf.Tensor2D): tf.Tensor2D =>
    tf.add(b, tf.mul(running, tf.sub(a, b)));
  return { h: hold(next.h, previous.h), c: hold(next.c, previous.c) };
}

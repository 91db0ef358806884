/**
 * Long short-term memory over a whole sequence. The forward pass is the plain cell, step by step;
 * the gradient is written out so that the product for the recurrent weights happens once, not at
 * every step.
 *
 * B batch, T time, H hidden.
 */
import * as tf from '@tensorflow/tfjs-core';
import { hasFused } from '../kernel.ts';
import { fusedLstm, lstmKernel } from './fused.ts';

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
  const z = tf.add(projected, tf.matMul(state.h, recurrent)) as tf.Tensor2D; // [B, 4H]
  const [zi, zf, zg, zo] = tf.split(z, 4, 1) as Four<tf.Tensor2D>;
  const [i, f, g, o] = [tf.sigmoid(zi), tf.sigmoid(zf), tf.tanh(zg), tf.sigmoid(zo)];
  const c = tf.add(tf.mul(f, state.c), tf.mul(i, g)) as tf.Tensor2D; // forget some, write some
  const tanhC = tf.tanh(c);
  const h = tf.mul(o, tanhC) as tf.Tensor2D; // show some: [B, H]
  return { h, c, i, f, g, o, tanhC };
}
// #endregion lstm-step

type Four<T> = [T, T, T, T];

/** What the gradient needs of one step, in the order in which it is saved. */
const savedPerStep = 7;

/** Keeps the old state where a sequence has already ended. @param running [B, 1] of 0 and 1 */
function hold(next: tf.Tensor2D, previous: tf.Tensor2D, running: tf.Tensor2D | null): tf.Tensor2D {
  return running === null ? next : tf.add(previous, tf.mul(running, tf.sub(next, previous)));
}

/**
 * Runs one layer over a sequence.
 * @param projected x W + b for all steps at once, [B, T, 4H]
 * @param state where the layer starts
 * @param recurrent U, [H, 4H]
 * @param real [B, T], 1 where a token is real and 0 where it is padding, which leaves the state
 *   untouched; null where everything is real
 * @returns every h [B, T, H] and the last state
 */
export function lstmLayer(
  projected: tf.Tensor3D,
  state: LstmState,
  recurrent: tf.Tensor2D,
  real: tf.Tensor2D | null,
): { outputs: tf.Tensor3D; state: LstmState } {
  const [B, T, gates] = projected.shape;
  const H = gates / 4;
  const all = hasFused(lstmKernel)
    ? fusedLstm(projected, recurrent, state.h, state.c, real)
    : plainLstm(projected, recurrent, state, real);
  const at = (t: number) => tf.reshape(tf.slice(all, [0, t, 0], [B, 1, H]), [B, H]) as tf.Tensor2D;
  const outputs = tf.slice(all, [0, 0, 0], [B, T, H]);
  return { outputs, state: { h: at(T - 1), c: at(T) } };
}

/** @returns every h and, last, the cell state, [B, T + 1, H] */
function plainLstm(
  projected: tf.Tensor3D,
  recurrent: tf.Tensor2D,
  state: LstmState,
  real: tf.Tensor2D | null,
): tf.Tensor3D {
  const T = projected.shape[1];
  const running = real === null ? null : (tf.split(real, T, 1) as tf.Tensor2D[]);
  const run = tf.customGrad((projected, recurrent, h0, c0, save) => {
    const steps = tf.unstack(projected as tf.Tensor, 1) as tf.Tensor2D[];
    const saved: tf.Tensor[] = [recurrent as tf.Tensor, ...(running ?? [])];
    const outputs: tf.Tensor2D[] = [];
    let h = h0 as tf.Tensor2D;
    let c = c0 as tf.Tensor2D;
    for (const [t, step] of steps.entries()) {
      const cell = lstmStep(step, { h, c }, recurrent as tf.Tensor2D);
      saved.push(cell.i, cell.f, cell.g, cell.o, cell.tanhC, c, h);
      h = hold(cell.h, h, running?.[t] ?? null);
      c = hold(cell.c, c, running?.[t] ?? null);
      outputs.push(h);
    }
    (save as tf.GradSaveFunc)(saved);
    // One tensor out: the T hidden states, then the last cell state. [B, T + 1, H]
    const value = tf.stack([...outputs, c], 1);
    return { value, gradFunc: (dy, saved) => lstmGradient(dy, saved, real !== null) };
  });
  return run(projected, recurrent, state.h, state.c) as tf.Tensor3D;
}

/**
 * Back-propagation through time.
 * @param dy [B, T + 1, H], the gradients of the T hidden states and of the last cell state
 * @returns the gradients of projected [B, T, 4H], U [H, 4H], h₀ and c₀ [B, H]
 */
function lstmGradient(
  dy: tf.Tensor,
  [recurrent, ...kept]: tf.Tensor[],
  padded: boolean,
): tf.Tensor[] {
  const received = tf.unstack(dy, 1) as tf.Tensor2D[];
  const T = received.length - 1;
  const running = padded ? kept.slice(0, T) : null;
  const saved = padded ? kept.slice(T) : kept;
  const dz = new Array<tf.Tensor2D>(T);
  const before = new Array<tf.Tensor2D>(T);
  let dc: tf.Tensor = received[T]!;
  let dh: tf.Tensor = tf.zerosLike(dc);
  for (let t = T - 1; t >= 0; t--) {
    const step = saved.slice(t * savedPerStep, (t + 1) * savedPerStep);
    const [i, f, g, o, tanhC, c, h] = step as [
      ...Four<tf.Tensor>,
      tf.Tensor,
      tf.Tensor,
      tf.Tensor2D,
    ];
    const dhAll = tf.add(dh, received[t]!);
    const r = running?.[t];
    const dhNew = r === undefined ? dhAll : tf.mul(r, dhAll);
    const dcAll = dc;
    const dcNew = r === undefined ? dcAll : tf.mul(r, dcAll);
    const dCell = tf.add(dcNew, tf.mul(tf.mul(dhNew, o), tf.sub(1, tf.square(tanhC))));
    const throughSigmoid = (gradient: tf.Tensor, s: tf.Tensor) =>
      tf.mul(gradient, tf.mul(s, tf.sub(1, s)));
    dz[t] = tf.concat(
      [
        throughSigmoid(tf.mul(dCell, g), i),
        throughSigmoid(tf.mul(dCell, c), f),
        tf.mul(tf.mul(dCell, i), tf.sub(1, tf.square(g))),
        throughSigmoid(tf.mul(dhNew, tanhC), o),
      ],
      1,
    ) as tf.Tensor2D;
    before[t] = h;
    dh = tf.matMul(dz[t]!, recurrent as tf.Tensor2D, false, true);
    dc = tf.mul(dCell, f);
    if (r !== undefined) {
      // Where the state was held, the gradient passes straight to the step before.
      dh = tf.add(dh, tf.sub(dhAll, dhNew));
      dc = tf.add(dc, tf.sub(dcAll, dcNew));
    }
  }
  const dRecurrent = tf.matMul(tf.concat(before, 0), tf.concat(dz, 0), true);
  return [tf.stack(dz, 1), dRecurrent, dh, dc];
}

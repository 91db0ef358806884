/**
 * How many floating-point operations a training step takes: those of its matrix products, a
 * multiplication and an addition each. What else a step does (norms, activations, softmax, the
 * optimizer) is work of another order and is not counted, so that a share of the measured peak of
 * a product says how far a step is from being products alone.
 */
import type { GptTask, LstmTask, Task } from './tasks.ts';

/** Operations of a product [M, K] [K, N]. */
const product = (M: number, K: number, N: number): number => 2 * M * K * N;

function lstmForward(task: LstmTask): number {
  const { vocabulary: V, embedding: E, hidden: H, layers, attention } = task;
  const { length: T, batch: B } = task;
  const first = product(B * T, E, 4 * H);
  const deeper = (layers - 1) * product(B * T, H, 4 * H);
  const recurrent = layers * product(B * T, H, 4 * H);
  const head = product(B * T, H, V);
  const sides = 2 * (first + deeper + recurrent);
  if (attention === 'none') return sides + head;
  // The weights times the encoder's states, and [h; context] W.
  const context = B * product(T, T, H);
  const combine = product(B * T, 2 * H, H);
  const scores =
    attention === 'dot'
      ? B * product(T, H, T)
      : 2 * product(B * T, H, H) + B * product(T * T, H, 1); // queries, keys, and v
  return sides + head + context + combine + scores;
}

function gptForward(task: GptTask): number {
  const { vocabulary: V, width: C, layers, context: T, batch: B } = task;
  const projections = product(B * T, C, 4 * C);
  const feedForward = 2 * product(B * T, C, 4 * C);
  // A causal mask leaves T (T + 1) / 2 pairs, each with C multiplications for QKᵀ and C for the values.
  const attention = B * T * (T + 1) * C * 2;
  return layers * (projections + feedForward + attention) + product(B * T, C, V);
}

/**
 * Operations of one step, forward and backward. Every product x W is followed by two of the same
 * size in the backward pass, for x and for W; looking up a row of a table is not a product.
 */
export function stepFlops(task: Task): number {
  return 3 * (task.kind === 'lstm' ? lstmForward(task) : gptForward(task));
}

/** Operations of a product of two square matrices. */
export const squareFlops = (n: number): number => product(n, n, n);

/** Steps whose losses are read once, at the end, as a session on a GPU takes them. */
import type * as tf from '@tensorflow/tfjs-core';
import { currentCounts, resetCounts } from './counters.ts';
import type { CountAnswer, CountRequest } from './protocol.ts';

/** A trainer whose step need not be waited for. */
export interface Launcher {
  readonly parameters: number;
  /** The loss of the batch before the update; the caller disposes it. */
  launch(): tf.Scalar;
}

async function readAll(losses: readonly tf.Scalar[]): Promise<number[]> {
  const values = await Promise.all(losses.map((loss) => loss.data()));
  for (const loss of losses) loss.dispose();
  return values.map((value) => value[0]!);
}

export async function countSteps(
  trainer: Launcher,
  { warmup, steps }: CountRequest,
): Promise<CountAnswer> {
  const several = (count: number) => readAll(Array.from({ length: count }, () => trainer.launch()));
  const [firstLoss] = await several(warmup);
  resetCounts();
  const losses = await several(steps);
  return {
    counts: currentCounts(),
    steps,
    firstLoss: firstLoss!,
    lastLoss: losses.at(-1)!,
    parameters: trainer.parameters,
  };
}

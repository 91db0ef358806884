/** How long a step takes on the current backend, measured as the session trains. */
import { stepsPerRead, takeSteps, type Streams } from './slice.ts';
import type { BackendId } from './config.ts';
import type { Trainer } from './trainer.ts';

/** Before anything counts: the first step compiles, the second finds its memory allocated. */
const warmUpSteps = 2;
const mostSlices = 7;
/** Where the clock moves in steps so large that a slice may seem to take no time. */
const mostCoarseSlices = 500;
/** Milliseconds after which no further slice begins. */
const budget = 300;

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/**
 * Of slices that all took about as long. Where the clock moves in large steps, as in browsers that
 * guard against being recognised, some seem to take no time and others a whole step: what they took
 * together is right all the same.
 */
function typical(slices: readonly number[]): number {
  const coarse = slices.includes(0);
  return coarse ? slices.reduce((sum, one) => sum + one, 0) / slices.length : median(slices);
}

/**
 * Trains `trainer` for a few slices. It is meant for a copy: the trainer and the streams are used up.
 * @returns milliseconds a step
 */
export async function millisecondsPerStep(
  trainer: Trainer,
  streams: Streams,
  backend: BackendId,
  now: () => number,
): Promise<number> {
  const time = async (count: number): Promise<number> => {
    const started = now();
    await takeSteps(trainer, streams, count);
    return now() - started;
  };
  let last = 0;
  for (let step = 0; step < warmUpSteps; step++) last = await time(1);
  // Where even one step fills the budget, a slice is one step.
  const count = Math.max(
    1,
    Math.min(stepsPerRead(backend), Math.floor(budget / Math.max(last, 1))),
  );
  const perStep: number[] = [];
  const end = now() + budget;
  do perStep.push((await time(count)) / count);
  while (perStep.length < (perStep.includes(0) ? mostCoarseSlices : mostSlices) && now() < end);
  return typical(perStep);
}

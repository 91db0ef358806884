/** How long a step takes on the current backend, measured as the session trains. */
import { isLost } from '../../engine/backends.ts';
import { withoutFaults } from '../../engine/fault.ts';
import type { BackendId } from '../config.ts';
import { stepsPerRead, takeSteps } from '../run/slice.ts';
import type { Facts, Streams, Trainer } from '../kinds/trainer.ts';

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
 * @throws BackendFault where the backend reports one, Error where its losses are not those of a
 *   model that learns: what does not compute is fast
 */
export function millisecondsPerStep(
  trainer: Trainer,
  streams: Streams,
  backend: BackendId,
  now: () => number,
): Promise<number> {
  return withoutFaults(async () => {
    const losses: number[] = [];
    const time = async (count: number): Promise<number> => {
      const started = now();
      const slice = await takeSteps(trainer, streams, count);
      losses.push(...Array.from(slice.losses));
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
    if (isLost() || !learns(losses, trainer.facts))
      throw new Error(`Losses of ${losses.slice(0, 4).join(', ')} …`);
    return typical(perStep);
  });
}

/** Tokens of a text from which no two batches are the same. */
const varied = 1000;

/**
 * Whether these can be the losses of a model in training: the first, before any update, is a number
 * above 0, and they move. Later ones may overflow, where the learning rate is too high for any
 * backend; the run itself will say so. With one token there is nothing to guess, and every loss is
 * 0; on a text of one window the smallest rates move the loss by less than its last bit.
 */
export function learns(
  losses: readonly number[],
  { vocabulary, trainTokens }: Pick<Facts, 'vocabulary' | 'trainTokens'>,
): boolean {
  const [first] = losses;
  if (vocabulary <= 1) return true;
  if (!Number.isFinite(first) || first! <= 0) return false;
  const drawn = trainTokens === 0;
  return losses.some((loss) => loss !== first) || (!drawn && trainTokens < varied);
}

/** How steps are timed, the same for every contestant in the page. */

/** A model that can take a step of training; the loss is read back. */
export interface Trainer {
  readonly parameters: number;
  step(): Promise<number>;
}

/** When to stop: after the time, but not before `least` nor after `most` timed steps. */
export interface Effort {
  /** Milliseconds of steps before the timed ones, besides the first. */
  readonly warmup: number;
  readonly milliseconds: number;
  readonly least: number;
  readonly most: number;
}

export interface Timing {
  /** Milliseconds of every timed step. */
  readonly steps: number[];
  /** Milliseconds from the start of the first step to its loss. */
  readonly first: number;
  readonly firstLoss: number;
  readonly lastLoss: number;
  readonly parameters: number;
}

export async function timeSteps(trainer: Trainer, effort: Effort): Promise<Timing> {
  const start = performance.now();
  const firstLoss = await trainer.step();
  const first = performance.now() - start;
  const warming = performance.now();
  while (performance.now() - warming < effort.warmup) await trainer.step();
  const steps: number[] = [];
  let lastLoss = firstLoss;
  const begin = performance.now();
  while (
    steps.length < effort.least ||
    (steps.length < effort.most && performance.now() - begin < effort.milliseconds)
  ) {
    const from = performance.now();
    lastLoss = await trainer.step();
    steps.push(performance.now() - from);
  }
  return { steps, first, firstLoss, lastLoss, parameters: trainer.parameters };
}

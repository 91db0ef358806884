/** How far a run is: its step, its random streams, what it told, and how fast it goes. */
import { isLost } from '../../engine/backends.ts';
import { withoutFaults } from '../../engine/fault.ts';
import type { BackendId, RunConfig } from '../config.ts';
import { numberField } from '../fields/read.ts';
import { canBeFirst } from '../kinds/first-loss.ts';
import type { Streams, Trainer } from '../kinds/trainer.ts';
import { cannotResume, deviceLost, implausible, notFinite } from './failures.ts';
import { Metrics } from './metrics.ts';
import { Pace } from './pace.ts';
import type { RunEvent } from './protocol.ts';
import { createStreams, statesOf, streamsFrom, takeSteps } from './slice.ts';
import type { Snapshot } from './snapshot.ts';

/** What is built for one configuration. */
export interface Prepared {
  readonly config: RunConfig;
  readonly ownText: string | undefined;
  readonly trainer: Trainer;
  readonly backend: BackendId;
}

export class Progress {
  readonly streams: Streams;
  readonly metrics: Metrics;
  readonly pace = new Pace();
  #step: number;
  /** Whether the backend has computed a step since the parameters were put there. */
  #tried = false;

  /** At step 0, or where a snapshot was taken. */
  constructor(seed: number, from?: Snapshot) {
    this.streams = from === undefined ? createStreams(seed) : streamsFrom(from.streams);
    this.metrics = new Metrics(from?.curve);
    this.#step = from?.step ?? 0;
  }

  get step(): number {
    return this.#step;
  }

  /**
   * Takes `count` steps and reads their losses back in one go.
   * @throws ReaderError where they are not those of a model that learns
   */
  async train({ trainer, config, backend }: Prepared, count: number, now: () => number) {
    const started = now();
    const take = () => takeSteps(trainer, this.streams, count);
    // What a backend refuses it refuses at once; waiting for its word each time would cost too much.
    const { losses, tokens } = await (this.#tried ? take() : withoutFaults(take));
    this.#tried = true;
    if (isLost()) throw deviceLost(backend);
    const isFirst = this.#step === 0 && Number.isFinite(losses[0]);
    if (isFirst && !canBeFirst(losses[0]!, config, trainer.facts)) {
      throw implausible(backend, losses[0]!);
    }
    for (const value of Array.from(losses)) {
      this.#step++;
      if (!Number.isFinite(value)) throw notFinite(this.#step);
      this.metrics.addLoss(value);
    }
    const milliseconds = now() - started;
    this.metrics.addSteps(tokens, milliseconds);
    this.pace.took(count, milliseconds);
  }

  /** What is new since the last time; null where nothing is. */
  tell({ trainer, config }: Prepared, now: number): RunEvent | null {
    const of = { steps: numberField(config, 'steps'), parameters: trainer.facts.parameters };
    return this.metrics.take(of, now);
  }

  /** No step may be taken until it is there. */
  async snapshot({ trainer, config }: Prepared): Promise<Snapshot> {
    const { theta, m, v } = await trainer.state();
    const streams = statesOf(this.streams);
    const at = { version: 1, config, step: this.#step } as const;
    return { ...at, theta, m, v, streams, curve: this.metrics.curve() };
  }
}

/**
 * Puts the parameters back to where they were.
 * @throws ReaderError where the snapshot is of another setting; the backend may be another
 */
export function resume({ trainer, config }: Prepared, snapshot: Snapshot): Progress {
  const { step, theta, m, v, curve } = snapshot;
  const setting = (of: RunConfig): string => JSON.stringify({ ...of, backend: null });
  const fits =
    setting(snapshot.config) === setting(config) &&
    [theta, m, v].every(({ length }) => length === trainer.facts.parameters) &&
    curve.losses.length === step;
  if (!fits) throw cannotResume();
  trainer.restore({ steps: step, theta, m, v });
  return new Progress(config.seed, snapshot);
}

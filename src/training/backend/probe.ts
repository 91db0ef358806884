/**
 * Trying backends with one model: each is started, asked whether the model fits, and checked; where
 * several pass, each is timed on steps of this very model.
 */
import * as tf from '@tensorflow/tfjs-core';
import { NotStarted, startBackend, type EngineOptions } from '../../engine/backends.ts';
import { largestTensor } from '../../engine/fault.ts';
import { NoAnswer, within } from '../../engine/within.ts';
import { ReaderError, type Localised } from '../../language.ts';
import type { TaskData } from '../../tasks/index.ts';
import { tensorProblem } from '../config-problem.ts';
import type { BackendId, RunConfig } from '../config.ts';
import { buildTrainer } from '../kinds/build.ts';
import type { RunEvent } from '../run/protocol.ts';
import { createStreams } from '../run/slice.ts';
import type { SelfCheck } from './check.ts';
import { millisecondsPerStep } from './time.ts';
import type { Trial } from './trials.ts';

/** Milliseconds that the self-check of a backend, or timing it, may take: a driver may never answer. */
export const trialLimit = 120_000;

/** What came of starting a backend: how it runs, where that is not as its finding says; or why it does not. */
export type Start = { readonly note: Localised | null } | { readonly notStarted: Localised };

/** One model and its data, to be tried on backends; every call may take a while. */
export interface Rig {
  /** Makes a backend the current one, if it starts. */
  start(id: BackendId): Promise<Start>;
  /** Why this model cannot be trained on the current backend, `id`; null where it can. */
  tooLarge(id: BackendId): Localised | null;
  /** The self-check of this model on the current backend, `id`. */
  check(id: BackendId): Promise<SelfCheck>;
  /** Milliseconds a step of this model takes on the current backend, `id`. */
  time(id: BackendId): Promise<number>;
}

export interface RigOptions {
  post(event: RunEvent): void;
  /** Milliseconds, monotonic. */
  now(): number;
  readonly engine: EngineOptions;
  /** Checks the kind of model that is to be trained, on the current backend. */
  selfCheck(config: RunConfig): Promise<SelfCheck>;
}

export function createRig(config: RunConfig, data: TaskData, options: RigOptions): Rig {
  const told = new Set<BackendId>();
  return {
    async start(id) {
      if (!told.has(id)) options.post({ type: 'preparing', stage: 'check', backend: id });
      told.add(id);
      try {
        const { note } = await startBackend(id, options.engine);
        return { note };
      } catch (error) {
        if (error instanceof NotStarted) return { notStarted: error.reason };
        throw error;
      }
    },
    tooLarge: (id) => tensorProblem(config, data.sizes, id, largestTensor()),
    check: () => options.selfCheck(config),
    async time(id) {
      options.post({ type: 'preparing', stage: 'time', backend: id });
      // A copy with streams of its own, so that the run is the same whether it was timed or not.
      const trainer = buildTrainer(config, data);
      try {
        // Where it was given up, another backend computes, and is not to be disturbed.
        const now = (): number => {
          if (tf.getBackend() !== id) throw new Error(`${id} is no longer timed.`);
          return options.now();
        };
        return await millisecondsPerStep(trainer, createStreams(config.seed), id, now);
      } finally {
        trainer.dispose();
      }
    },
  };
}

/** The end of an attempt that threw or was given up. */
function broke(id: BackendId, checkMilliseconds: number | null, error: unknown): Trial {
  console.info(`The backend ${id} broke while it was tried.`, error);
  const waited = error instanceof NoAnswer ? error.milliseconds : null;
  return { id, outcome: 'broke', checkMilliseconds, waited };
}

async function check(id: BackendId, rig: Rig): Promise<Trial> {
  const start = await rig.start(id);
  if ('notStarted' in start) return { id, outcome: 'not-started', reason: start.notStarted };
  const reason = rig.tooLarge(id);
  if (reason !== null) return { id, outcome: 'too-large', reason };
  try {
    const {
      passed,
      error,
      milliseconds: checkMilliseconds,
    } = await within(trialLimit, () => rig.check(id));
    if (!passed) {
      const finite = Number.isFinite(error) ? error : null;
      return { id, outcome: 'wrong', error: finite, checkMilliseconds };
    }
    const { note } = start;
    return { id, outcome: 'passed', checkMilliseconds, stepMilliseconds: null, note };
  } catch (error) {
    return broke(id, null, error);
  }
}

async function time(trial: Trial, rig: Rig): Promise<Trial> {
  if (trial.outcome !== 'passed') return trial;
  const { id, checkMilliseconds } = trial;
  const start = await rig.start(id);
  if ('notStarted' in start) return { id, outcome: 'not-started', reason: start.notStarted };
  try {
    const stepMilliseconds = await within(trialLimit, () => rig.time(id));
    return { ...trial, stepMilliseconds };
  } catch (error) {
    // What the reader can mend is the same on every backend.
    if (error instanceof ReaderError) throw error;
    return broke(id, checkMilliseconds, error);
  }
}

/**
 * Checks each and, where several pass, times those. Any of them may be the current one afterwards.
 * @throws ReaderError where the setting cannot be trained on any backend
 */
export async function probe(ids: readonly BackendId[], rig: Rig): Promise<Trial[]> {
  const checked: Trial[] = [];
  for (const id of ids) checked.push(await check(id, rig));
  if (checked.filter(({ outcome }) => outcome === 'passed').length < 2) return checked;
  const timed: Trial[] = [];
  for (const trial of checked) timed.push(await time(trial, rig));
  return timed;
}

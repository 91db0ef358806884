/** From a setting to a model that is ready to be trained, on a backend that was checked and measured. */
import * as tf from '@tensorflow/tfjs-core';
import {
  NotStarted,
  startBackend,
  type ActiveBackend,
  type EngineOptions,
} from '../../engine/backends.ts';
import { largestTensor } from '../../engine/fault.ts';
import type { BackendFinding } from '../../engine/probes.ts';
import { ReaderError } from '../../language.ts';
import { findTask } from '../../tasks/index.ts';
import type { LanguageData, Seq2SeqData } from '../../tasks/task.ts';
import { buildTrainer } from '../kinds/build.ts';
import { sizesOf } from '../kinds/sizes.ts';
import { chooseBackend, type Start } from './choose.ts';
import type { ChoiceStore } from './store.ts';
import { configProblem, tensorProblem } from '../config-problem.ts';
import type { BackendChoice, BackendId, RunConfig } from '../config.ts';
import { deviceLost } from '../run/failures.ts';
import type { RunEvent } from '../run/protocol.ts';
import type { SelfCheck } from './check.ts';
import { sizeOf } from './size.ts';
import { createStreams } from '../run/slice.ts';
import { millisecondsPerStep } from './time.ts';
import type { Trainer } from '../kinds/trainer.ts';

export interface PreparingOptions {
  post(event: RunEvent): void;
  /** Milliseconds, monotonic. */
  now(): number;
  /** Milliseconds since 1970. */
  date(): number;
  readonly engine: EngineOptions;
  /** Looks for backends without loading any: for all of them, or only for the one that is wanted. */
  findBackends(wanted: BackendChoice): Promise<BackendFinding[]>;
  /** Reads a file of `public/data/`. @param base the site's root address */
  loadAsset(name: string, base: string): Promise<string>;
  /** Checks the kind of model that is to be trained, on the current backend. */
  selfCheck(config: RunConfig): Promise<SelfCheck>;
  /** Measured choices of a backend. */
  readonly choices: ChoiceStore;
  /** This browser, this machine and this program, in any words: what was measured holds for them alone. */
  readonly device: string;
}

interface Wanted {
  readonly config: RunConfig;
  /** Only for the task `own-text`. */
  readonly ownText: string | undefined;
  /** The site's root address. */
  readonly base: string;
  /** Measure the backends again, whatever is remembered. */
  readonly afresh: boolean;
}

interface Ready {
  readonly trainer: Trainer;
  readonly backend: ActiveBackend;
}

type Data = Seq2SeqData | LanguageData;

/** Leaves the chosen backend as the current one. @throws ReaderError where the setting cannot be trained here */
export async function prepare(wanted: Wanted, options: PreparingOptions): Promise<Ready> {
  options.post({ type: 'preparing', stage: 'data' });
  // Waking the graphics process takes longer than the data.
  const [findings, data] = await Promise.all([
    options.findBackends(wanted.config.backend),
    loadData(wanted, options),
  ]);
  const problem = configProblem(wanted.config, sizesOf(data));
  if (problem !== null) throw new ReaderError('configuration', problem);
  const backend = await pickBackend(wanted, findings, data, options);
  options.post({ type: 'preparing', stage: 'model' });
  return { trainer: buildTrainer(wanted.config, data), backend };
}

async function loadData(
  { config, ownText, base }: Wanted,
  options: PreparingOptions,
): Promise<Data> {
  const task = findTask(config.task);
  if (task === undefined) throw new Error(`There is no task ${config.task}.`);
  const assets: Record<string, string> = {};
  for (const name of task.assets) assets[name] = await options.loadAsset(name, base);
  return task.create(config.taskParameters, {
    assets,
    ...(ownText === undefined ? {} : { ownText }),
  });
}

async function pickBackend(
  { config, afresh }: Wanted,
  findings: readonly BackendFinding[],
  data: Data,
  options: PreparingOptions,
): Promise<ActiveBackend> {
  const found = findings.map(({ id, state, reason }) => `${id} ${state} ${reason.en}`);
  const key = [options.device, ...found, sizeOf(config, data)].join('\n');
  const started = new Set<BackendId>();
  const { backend, reports, measured } = await chooseBackend(
    config.backend,
    {
      findings,
      start: async (id) => {
        if (!started.has(id)) options.post({ type: 'preparing', stage: 'check', backend: id });
        started.add(id);
        return start(id, options.engine);
      },
      tooLarge: (id) => tensorProblem(config, sizesOf(data), id, largestTensor()),
      check: () => options.selfCheck(config),
      time: async (id) => {
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
      recall: () => options.choices.read(key),
      remember: (measurement) => options.choices.write(key, measurement),
      date: () => options.date(),
    },
    afresh,
  );
  options.post({ type: 'backends', reports, measured });
  if (backend instanceof ReaderError) throw backend;
  return startBackend(backend, options.engine).catch((error: unknown) => {
    // It ran a moment ago.
    throw error instanceof NotStarted ? deviceLost(backend) : error;
  });
}

async function start(id: BackendId, engine: EngineOptions): Promise<Start> {
  try {
    const { note } = await startBackend(id, engine);
    return { note };
  } catch (error) {
    if (error instanceof NotStarted) return { notStarted: error.reason };
    throw error;
  }
}

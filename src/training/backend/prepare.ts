/**
 * From a setting to a model that is ready to be trained, on a backend that was checked and measured:
 * data, trials (`probe.ts`), decision (`decide.ts`), model. What was measured is remembered.
 */
import { NotStarted, startBackend, type ActiveBackend } from '../../engine/backends.ts';
import type { BackendFinding } from '../../engine/probes.ts';
import { ReaderError } from '../../language.ts';
import { findTask, type TaskData } from '../../tasks/index.ts';
import { configProblem } from '../config-problem.ts';
import type { BackendChoice, RunConfig } from '../config.ts';
import { buildTrainer } from '../kinds/build.ts';
import type { Trainer } from '../kinds/trainer.ts';
import { deviceLost } from '../run/failures.ts';
import {
  decide,
  fastest,
  groupsToTry,
  measurementOf,
  recalled,
  renewed,
  type Candidates,
  type Decision,
} from './decide.ts';
import { createRig, probe, type Rig, type RigOptions } from './probe.ts';
import { sizeOf } from './size.ts';
import type { ChoiceStore } from './store.ts';
import type { Trial } from './trials.ts';

export interface PreparingOptions extends RigOptions {
  /** Milliseconds since 1970. */
  date(): number;
  /** Looks for backends without loading any: for all of them, or only for the one that is wanted. */
  findBackends(wanted: BackendChoice): Promise<BackendFinding[]>;
  /** Reads a file of `public/data/`. @param base the site's root address */
  loadAsset(name: string, base: string): Promise<string>;
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

/** Leaves the chosen backend as the current one. @throws ReaderError where the setting cannot be trained here */
export async function prepare(wanted: Wanted, options: PreparingOptions): Promise<Ready> {
  const { config, afresh } = wanted;
  options.post({ type: 'preparing', stage: 'data' });
  // Waking the graphics process takes longer than the data.
  const [findings, data] = await Promise.all([
    options.findBackends(config.backend),
    loadData(wanted, options),
  ]);
  const problem = configProblem(config, data.sizes);
  if (problem !== null) throw new ReaderError('configuration', problem);

  const found = findings.map(({ id, state, reason }) => `${id} ${state} ${reason.en}`);
  const { backend: chosen, ...told } = await chooseBackend(
    { choice: config.backend, findings },
    createRig(config, data, options),
    { ...options, afresh, key: [options.device, ...found, sizeOf(config, data)].join('\n') },
  );
  options.post({ type: 'backends', ...told });
  if (chosen instanceof ReaderError) throw chosen;
  const backend = await startBackend(chosen, options.engine).catch((error: unknown) => {
    // It ran a moment ago.
    throw error instanceof NotStarted ? deviceLost(chosen) : error;
  });
  options.post({ type: 'preparing', stage: 'model' });
  return { trainer: buildTrainer(config, data), backend };
}

async function loadData(
  { config, ownText, base }: Wanted,
  options: PreparingOptions,
): Promise<TaskData> {
  const task = findTask(config.task);
  if (task === undefined) throw new Error(`There is no task ${config.task}.`);
  const assets: Record<string, string> = {};
  for (const name of task.assets) assets[name] = await options.loadAsset(name, base);
  return task.create(config.taskParameters, {
    assets,
    ...(ownText === undefined ? {} : { ownText }),
  });
}

/** What was measured for this device and a model of this size stands in `choices` under `key`. */
interface Memory extends Pick<PreparingOptions, 'choices' | 'date'> {
  readonly key: string;
  /** Forget that and measure again. */
  readonly afresh: boolean;
}

/**
 * Tries backends and decides; the one to use need not be the current one afterwards.
 * @throws ReaderError where the setting cannot be trained on any backend
 */
export async function chooseBackend(
  candidates: Candidates,
  rig: Rig,
  memory: Memory,
): Promise<Decision> {
  const groups = groupsToTry(candidates);
  const [first = []] = groups;
  if (candidates.choice === 'auto' && first.length > 1 && !memory.afresh) {
    const before = recalled(await memory.choices.read(memory.key), first);
    if (before !== null) {
      // The winner is checked again, the others are not.
      const trials = renewed(before, await probe([before.winner.id], rig));
      const when = { at: before.measurement.at, remembered: true };
      if (trials !== null) return decide(trials, candidates, when);
    }
  }
  const trials: Trial[] = [];
  for (const group of groups) {
    trials.push(...(await probe(group, rig)));
    if (fastest(trials) !== undefined) break;
  }
  const at = memory.date();
  const measurement = measurementOf(trials, at);
  if (measurement !== null) await memory.choices.write(memory.key, measurement);
  return decide(trials, candidates, { at, remembered: false });
}

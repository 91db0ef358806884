/**
 * Which backend a run uses. Every one that is worth trying checks itself; where several pass, each
 * is timed on steps of this very model, and the fastest is taken. What was measured is remembered.
 * Nothing here touches a backend: what does comes in as `Backends`.
 */
import type { BackendFinding } from '../../engine/probes.ts';
import { NoAnswer, within } from '../../engine/within.ts';
import { ReaderError, type Localised } from '../../language.ts';
import { backendNames, type BackendChoice, type BackendId } from '../config.ts';
import { reportsOf } from './report.ts';
import type { BackendReport } from '../run/protocol.ts';
import type { SelfCheck } from './check.ts';
import { measurementSchema, type Measurement, type Passed, type Trial } from './trials.ts';

/** Milliseconds that the self-check of a backend, or timing it, may take: a driver may never answer. */
export const trialLimit = 120_000;

/** What came of starting a backend: how it runs, where that is not as its finding says; or why it does not. */
export type Start = { readonly note: Localised | null } | { readonly notStarted: Localised };

/** What trying backends needs; every call may take a while. */
export interface Backends {
  readonly findings: readonly BackendFinding[];
  /** Makes a backend the current one, if it starts. */
  start(id: BackendId): Promise<Start>;
  /** Why this model cannot be trained on the current backend, `id`; null where it can. */
  tooLarge(id: BackendId): Localised | null;
  /** The self-check of this model on the current backend, `id`. */
  check(id: BackendId): Promise<SelfCheck>;
  /** Milliseconds a step of this model takes on the current backend, `id`. */
  time(id: BackendId): Promise<number>;
  /** What was remembered for this device and a model of this size, as it was stored. */
  recall(): Promise<unknown>;
  remember(measurement: Measurement): Promise<void>;
  /** Milliseconds since 1970. */
  date(): number;
}

export interface Choice {
  /** The backend to use, which need not be the current one; or why there is none. */
  readonly backend: BackendId | ReaderError;
  readonly reports: BackendReport[];
  /** The measurement that decided, where one did. */
  readonly measured: { readonly at: number; readonly remembered: boolean } | null;
}

/**
 * What to try, in groups: the next group is only tried when nothing in the one before passed. Plain
 * JavaScript comes after WASM without being timed: it is slower even for the smallest model that can
 * be set (2 to 4 times; 20 times for one of usual size).
 */
export function groupsToTry(
  findings: readonly BackendFinding[],
  choice: BackendChoice,
): readonly BackendId[][] {
  const ids = (wanted: (finding: BackendFinding) => boolean): BackendId[] =>
    findings.filter(wanted).map(({ id }) => id);
  if (choice !== 'auto') return [ids(({ id, state }) => id === choice && state !== 'missing')];
  return [
    ids(({ id, state }) => state === 'good' && id !== 'cpu'),
    ids(({ id, state }) => state === 'good' && id === 'cpu'),
    ids(({ state }) => state === 'slow'),
  ].filter((group) => group.length > 0);
}

/** The fastest of those that passed; of equals, and where nothing was timed, the first. */
export function fastest(trials: readonly Trial[]): Passed | undefined {
  const time = ({ stepMilliseconds }: Passed): number => stepMilliseconds ?? Infinity;
  return trials
    .filter((trial) => trial.outcome === 'passed')
    .reduce<Passed | undefined>(
      (best, trial) => (best === undefined || time(trial) < time(best) ? trial : best),
      undefined,
    );
}

/** The end of an attempt that threw or was given up. */
function broke(id: BackendId, checkMilliseconds: number | null, error: unknown): Trial {
  console.info(`The backend ${id} broke while it was tried.`, error);
  const waited = error instanceof NoAnswer ? error.milliseconds : null;
  return { id, outcome: 'broke', checkMilliseconds, waited };
}

async function check(id: BackendId, backends: Backends): Promise<Trial> {
  const start = await backends.start(id);
  if ('notStarted' in start) return { id, outcome: 'not-started', reason: start.notStarted };
  const reason = backends.tooLarge(id);
  if (reason !== null) return { id, outcome: 'too-large', reason };
  try {
    const {
      passed,
      error,
      milliseconds: checkMilliseconds,
    } = await within(trialLimit, () => backends.check(id));
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

async function time(trial: Trial, backends: Backends): Promise<Trial> {
  if (trial.outcome !== 'passed') return trial;
  const { id, checkMilliseconds } = trial;
  const start = await backends.start(id);
  if ('notStarted' in start) return { id, outcome: 'not-started', reason: start.notStarted };
  try {
    const stepMilliseconds = await within(trialLimit, () => backends.time(id));
    return { ...trial, stepMilliseconds };
  } catch (error) {
    // What the reader can mend is the same on every backend.
    if (error instanceof ReaderError) throw error;
    return broke(id, checkMilliseconds, error);
  }
}

/** Checks a group and, where several pass, times those. */
async function tryGroup(ids: readonly BackendId[], backends: Backends): Promise<Trial[]> {
  const checked: Trial[] = [];
  for (const id of ids) checked.push(await check(id, backends));
  if (checked.filter(({ outcome }) => outcome === 'passed').length < 2) return checked;
  const timed: Trial[] = [];
  for (const trial of checked) timed.push(await time(trial, backends));
  return timed;
}

/** What is remembered, if it still holds: the winner is checked again, the others are not. */
async function recall(
  candidates: readonly BackendId[],
  backends: Backends,
): Promise<{ winner: Passed; measurement: Measurement } | null> {
  const { success, data } = measurementSchema.safeParse(await backends.recall());
  if (!success) return null;
  const before = fastest(data.trials);
  if (before === undefined || !candidates.includes(before.id)) return null;
  const now = await check(before.id, backends);
  if (now.outcome !== 'passed') return null;
  const winner = { ...now, stepMilliseconds: before.stepMilliseconds };
  const trials = data.trials.map((trial) => (trial.id === winner.id ? winner : trial));
  return { winner, measurement: { ...data, trials } };
}

/**
 * Chooses a backend.
 * @param afresh forget what is remembered and measure again
 * @throws ReaderError where the setting cannot be trained on any backend
 */
export async function chooseBackend(
  choice: BackendChoice,
  backends: Backends,
  afresh: boolean,
): Promise<Choice> {
  const { findings } = backends;
  const groups = groupsToTry(findings, choice);
  const candidates = groups[0] ?? [];
  if (choice === 'auto' && candidates.length > 1 && !afresh) {
    const recalled = await recall(candidates, backends);
    if (recalled !== null) {
      const { winner, measurement } = recalled;
      return {
        backend: winner.id,
        reports: reportsOf({ choice, findings, trials: measurement.trials, chosen: winner.id }),
        measured: { at: measurement.at, remembered: true },
      };
    }
  }

  const trials: Trial[] = [];
  let winner: Passed | undefined;
  for (const group of groups) {
    trials.push(...(await tryGroup(group, backends)));
    winner = fastest(trials);
    if (winner !== undefined) break;
  }
  const chosen = winner?.id ?? null;
  const reports = reportsOf({ choice, findings, trials, chosen });
  if (winner === undefined) {
    return { backend: noBackend(choice, reports), reports, measured: null };
  }
  if (winner.stepMilliseconds === null) return { backend: winner.id, reports, measured: null };
  const at = backends.date();
  const stored = trials.filter(
    (trial) => trial.outcome !== 'not-started' && trial.outcome !== 'broke',
  );
  if (stored.length === trials.length) await backends.remember({ at, trials: stored });
  return { backend: winner.id, reports, measured: { at, remembered: false } };
}

/** A backend that was asked for is not replaced in silence: its reader wants that one, to compare. */
function noBackend(choice: BackendChoice, reports: readonly BackendReport[]): ReaderError {
  if (choice !== 'auto') {
    const { zh, en } = reports.find(({ id }) => id === choice)!.reason;
    const name = backendNames[choice];
    return new ReaderError('backend-refused', {
      zh: `你选的后端 ${name} 用不了：${zh}。设置和曲线都还在；请改用“自动”或别的后端，再点“训练”。`,
      en: `The backend you chose, ${name}, cannot be used: ${en}. Your settings and curves are kept; choose “automatic” or another backend and press Train again.`,
    });
  }
  const list = (language: keyof Localised, colon: string): string =>
    reports.map(({ id, reason }) => `${backendNames[id]}${colon}${reason[language]}`).join('; ');
  return new ReaderError('no-backend', {
    zh: `没有一个计算后端能用。${list('zh', '：').replaceAll('; ', '；')}。`,
    en: `No compute backend can be used. ${list('en', ': ')}.`,
  });
}

/**
 * Which backend a run uses, from what came of trying some: the fastest of those that passed. Nothing
 * here tries one (`probe.ts`) or reads what was stored.
 */
import type { BackendFinding } from '../../engine/probes.ts';
import { ReaderError, type Localised } from '../../language.ts';
import { backendNames, type BackendChoice, type BackendId } from '../config.ts';
import type { BackendReport } from '../run/protocol.ts';
import { reportsOf } from './report.ts';
import { measurementSchema, type Measurement, type Passed, type Trial } from './trials.ts';

/** What there is to choose from, and what the reader said to it. */
export interface Candidates {
  readonly choice: BackendChoice;
  readonly findings: readonly BackendFinding[];
}

export interface Decision {
  /** The backend to use; or why there is none. */
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
export function groupsToTry({ findings, choice }: Candidates): readonly BackendId[][] {
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

/** @param when the trials were timed, if they were */
export function decide(
  trials: readonly Trial[],
  candidates: Candidates,
  when: NonNullable<Decision['measured']>,
): Decision {
  const winner = fastest(trials);
  const reports = reportsOf({ ...candidates, trials, chosen: winner?.id ?? null });
  if (winner === undefined) {
    return { backend: noBackend(candidates.choice, reports), reports, measured: null };
  }
  const measured = winner.stepMilliseconds === null ? null : when;
  return { backend: winner.id, reports, measured };
}

/** What of these trials is worth remembering; null where the next time may be otherwise. */
export function measurementOf(trials: readonly Trial[], at: number): Measurement | null {
  const lasting = trials.filter(
    (trial) => trial.outcome !== 'not-started' && trial.outcome !== 'broke',
  );
  const timed = typeof fastest(trials)?.stepMilliseconds === 'number';
  return timed && lasting.length === trials.length ? { at, trials: lasting } : null;
}

/** A measurement that was stored, and its winner. */
interface Recalled {
  readonly measurement: Measurement;
  readonly winner: Passed;
}

/** What was stored; null where it makes no sense, or its winner is not among `ids` any more. */
export function recalled(stored: unknown, ids: readonly BackendId[]): Recalled | null {
  const { success, data } = measurementSchema.safeParse(stored);
  const winner = success ? fastest(data.trials) : undefined;
  if (!success || winner === undefined || !ids.includes(winner.id)) return null;
  return { measurement: data, winner };
}

/** The trials of then with the winner's check of now, `again`; null where it does not pass any more. */
export function renewed(
  { measurement, winner }: Recalled,
  again: readonly Trial[],
): Trial[] | null {
  const now = again.find(({ id }) => id === winner.id);
  if (now?.outcome !== 'passed') return null;
  const { stepMilliseconds } = winner;
  return measurement.trials.map((trial) =>
    trial.id === winner.id ? { ...now, stepMilliseconds } : trial,
  );
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

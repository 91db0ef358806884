/** The table of backends that a reader sees: what came of each, and why. */
import type { BackendFinding } from '../../engine/probes.ts';
import type { Localised } from '../../language.ts';
import type { Trial } from './trials.ts';
import { backendNames, type BackendChoice, type BackendId } from '../config.ts';
import type { BackendReport } from '../run/protocol.ts';

interface Outcome {
  readonly choice: BackendChoice;
  readonly findings: readonly BackendFinding[];
  readonly trials: readonly Trial[];
  /** null where none can be used. */
  readonly chosen: BackendId | null;
}

const both = (a: Localised, b: Localised): Localised => ({
  zh: `${a.zh}；${b.zh}`,
  en: `${a.en}; ${b.en}`,
});

function whyChosen({ choice, trials }: Outcome): Localised {
  if (choice !== 'auto')
    return { zh: '由你指定，自检通过', en: 'chosen by you, self-check passed' };
  if (trials.filter(({ outcome }) => outcome === 'passed').length > 1) {
    return { zh: '自检通过，实测最快', en: 'self-check passed, measured fastest' };
  }
  return trials.length > 1
    ? { zh: '只有它通过了自检', en: 'the only one that passed its self-check' }
    : { zh: '自检通过，没有别的可比', en: 'self-check passed, no other to compare with' };
}

/** Why a backend that could be tried was not. */
function whyUntried({ choice, chosen }: Outcome, { id, state, reason }: BackendFinding): Localised {
  if (choice !== 'auto') {
    const name = backendNames[choice];
    return both({ zh: `你指定了 ${name}`, en: `you chose ${name}` }, reason);
  }
  if (id !== 'cpu' || state !== 'good' || chosen === null) return reason;
  const name = backendNames[chosen];
  return {
    zh: `纯 JavaScript，总比 ${name} 慢`,
    en: `plain JavaScript, always slower than ${name}`,
  };
}

/** @param error relative, 0 … 2; null where it was not finite */
function wrong(error: number | null): Localised {
  if (error === null) {
    return {
      zh: '自检不合格：没有算出有限的数',
      en: 'failed its self-check: it gave no finite number',
    };
  }
  const percent = Number((100 * error).toPrecision(2));
  return {
    zh: `自检不合格：与标准答案相差 ${percent}%`,
    en: `failed its self-check: off from the reference by ${percent}%`,
  };
}

/** @param waited milliseconds without an answer; null where it threw */
function broke(checked: boolean, waited: number | null): Localised {
  const seconds = waited === null ? null : waited / 1000;
  if (!checked) {
    return seconds === null
      ? { zh: '自检不合格：算到一半出错', en: 'failed its self-check: it broke' }
      : {
          zh: `自检不合格：${seconds} 秒没有应答`,
          en: `failed its self-check: it did not answer within ${seconds} seconds`,
        };
  }
  return seconds === null
    ? {
        zh: '自检通过，但试跑这个模型时出错',
        en: 'passed its self-check but broke on trial steps of this model',
      }
    : {
        zh: `自检通过，但试跑这个模型时 ${seconds} 秒没有走完几步`,
        en: `passed its self-check but did not finish a few steps of this model within ${seconds} seconds`,
      };
}

function report(finding: BackendFinding, outcome: Outcome): BackendReport {
  const { id, state, reason } = finding;
  const trial = outcome.trials.find((candidate) => candidate.id === id);
  const untimed = { id, checkMilliseconds: null, stepMilliseconds: null };
  if (trial === undefined) {
    return state === 'missing'
      ? { ...untimed, status: 'unavailable', reason }
      : { ...untimed, status: 'untried', reason: whyUntried(outcome, finding) };
  }
  switch (trial.outcome) {
    case 'not-started':
    case 'too-large':
      return { ...untimed, status: 'unavailable', reason: trial.reason };
    case 'wrong': {
      const { checkMilliseconds, error } = trial;
      return { ...untimed, checkMilliseconds, status: 'failed', reason: wrong(error) };
    }
    case 'broke': {
      const { checkMilliseconds, waited } = trial;
      const why = broke(checkMilliseconds !== null, waited);
      return { ...untimed, checkMilliseconds, status: 'failed', reason: why };
    }
    case 'passed': {
      const { checkMilliseconds, stepMilliseconds } = trial;
      const timed = { id, checkMilliseconds, stepMilliseconds };
      const how = trial.note ?? reason;
      return id === outcome.chosen
        ? { ...timed, status: 'chosen', reason: both(whyChosen(outcome), how) }
        : { ...timed, status: 'passed', reason: how };
    }
  }
}

/** One report for every backend, in the order of the findings. */
export function reportsOf(outcome: Outcome): BackendReport[] {
  return outcome.findings.map((finding) => report(finding, outcome));
}

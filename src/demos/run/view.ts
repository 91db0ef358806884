/**
 * What a panel shows, derived from the run's events alone: a pure reducer, so that any story can be
 * replayed without a worker.
 */
import type { Localised } from '../../language.ts';
import type { Answer } from '../../training/kinds/messages.ts';
import type { RunEvent, RunState } from '../../training/run/protocol.ts';
import { appendLosses, emptyCurve, noPoints, type Curve, type Points } from '../../ui/curve.ts';

type EventOf<T extends RunEvent['type']> = Extract<RunEvent, { type: T }>;

/** The last answer of each type. */
export type Answers = { readonly [T in Answer['type']]?: Extract<Answer, { type: T }> };

const withAnswers = (before: Answers, answers: readonly Answer[]): Answers => ({
  ...before,
  ...(Object.fromEntries(answers.map((answer) => [answer.type, answer])) as Answers),
});

/** A refusal is over when its question is answered. */
const stillRefused = ({ refused }: RunView, answers: readonly Answer[]): RunView['refused'] =>
  answers.some(({ type }) => type === refused?.question) ? null : refused;

export interface RunView {
  readonly state: RunState;
  readonly step: number;
  /** What preparing is busy with. */
  readonly preparing: EventOf<'preparing'> | null;
  /** What came of looking for a backend the last time; it stays while the next one is looked for. */
  readonly backends: EventOf<'backends'> | null;
  readonly prepared: EventOf<'prepared'> | null;
  readonly curve: Curve;
  readonly heldOut: Points;
  readonly metrics: EventOf<'metrics'> | null;
  readonly evaluation: EventOf<'evaluation'> | null;
  /** The last of each type. */
  readonly answers: Answers;
  readonly finished: EventOf<'finished'>['reason'] | null;
  readonly refused: EventOf<'refused'> | null;
  readonly failure: Localised | null;
  readonly failureCode: string;
}

export const initialView: RunView = {
  state: 'idle',
  step: 0,
  preparing: null,
  backends: null,
  prepared: null,
  curve: emptyCurve,
  heldOut: noPoints,
  metrics: null,
  evaluation: null,
  answers: {},
  finished: null,
  refused: null,
  failure: null,
  failureCode: '',
};

/** The view before step 1 of a run, knowing what preparing found. */
export function cleared(view: RunView): RunView {
  return { ...initialView, backends: view.backends, prepared: view.prepared };
}

function onState(view: RunView, { state, step }: EventOf<'state'>): RunView {
  switch (state) {
    case 'idle':
      return { ...cleared(view), state, step };
    case 'preparing':
      return { ...initialView, backends: view.backends, state };
    case 'running':
      return { ...view, state, step, preparing: null, failure: null, failureCode: '' };
    case 'paused':
    case 'finished':
      return { ...view, state, step };
    case 'failed':
      // A dead worker no longer knows its step; the curve drawn so far does.
      return { ...view, state, preparing: null };
  }
}

export function reduce(view: RunView, event: RunEvent): RunView {
  switch (event.type) {
    case 'state':
      return onState(view, event);
    case 'preparing':
      return { ...view, preparing: event };
    case 'backends':
      return { ...view, backends: event };
    case 'prepared':
      return { ...view, prepared: event };
    case 'metrics':
      return {
        ...view,
        step: event.step,
        metrics: event,
        curve: appendLosses(view.curve, event.losses),
      };
    case 'evaluation': {
      const { steps, values } = view.heldOut;
      const kept = steps.at(-1) === event.step ? -1 : undefined;
      const heldOut = {
        steps: [...steps.slice(0, kept), event.step],
        values: [...values.slice(0, kept), event.heldOutLoss],
      };
      return {
        ...view,
        evaluation: event,
        heldOut,
        answers: withAnswers(view.answers, event.answers),
        refused: stillRefused(view, event.answers),
      };
    }
    case 'answer':
      return {
        ...view,
        answers: withAnswers(view.answers, [event.answer]),
        refused: stillRefused(view, [event.answer]),
      };
    case 'finished':
      return { ...view, finished: event.reason };
    case 'refused':
      return { ...view, refused: event };
    case 'failed':
      return { ...view, failure: event.message, failureCode: event.code };
    case 'snapshot':
      return view;
  }
}

/** The panel's `data-run-*` attributes: plain numbers, empty until known. */
export function runAttributes(view: RunView): Record<`data-run-${string}`, string> {
  const text = (value: number | null | undefined): string =>
    value === null || value === undefined ? '' : String(value);
  return {
    'data-run-state': view.state,
    'data-run-step': String(view.step),
    'data-run-loss': text(view.metrics?.loss),
    'data-run-held-out-loss': text(view.evaluation?.heldOutLoss),
    'data-run-accuracy': text(view.evaluation?.scores['accuracy']),
    'data-run-backend': view.prepared?.backend ?? '',
    'data-run-tokens-per-second': text(view.metrics?.tokensPerSecond),
  };
}

/**
 * The messages between a page and its training worker, as unions parsed by zod at both ends.
 * Nothing else crosses the boundary.
 */
import * as z from 'zod/mini';
import { runConfigSchema } from '../config-schema.ts';
import { backendIds } from '../config.ts';
import { snapshotSchema } from './snapshot.ts';
import { answerSchema, questionSchema } from '../kinds/messages.ts';

const localised = z.object({ zh: z.string(), en: z.string() });

/** `idle → preparing → running ⇄ paused → finished | failed`; `reset` leads back to `idle`, prepared. */
export const runStates = ['idle', 'preparing', 'running', 'paused', 'finished', 'failed'] as const;
export type RunState = (typeof runStates)[number];

export const requestSchema = z.discriminatedUnion('type', [
  /**
   * Builds what is not yet built, then trains (`run`) or takes one step and pauses (`step`);
   * `measure` builds everything anew on a backend that is measured afresh, and stays at step 0.
   * Text only for the task `own-text`.
   */
  z.object({
    type: z.literal('start'),
    mode: z.enum(['run', 'step', 'measure']),
    config: runConfigSchema,
    ownText: z.optional(z.string()),
    base: z.string(),
    /** Of the same setting, on whatever backend; the run goes on from its step. */
    resumeFrom: z.optional(snapshotSchema),
  }),
  z.object({ type: z.literal('pause') }),
  z.object({ type: z.literal('resume') }),
  z.object({ type: z.literal('step') }),
  /** Back to step 0 with the same initialisation. */
  z.object({ type: z.literal('reset') }),
  /** The run as it stands; the answer is `snapshot`, where there is a model. */
  z.object({ type: z.literal('snapshot') }),
  /** Something about the model; what follows is `answer` or `refused`. */
  z.object({ type: z.literal('ask'), question: questionSchema }),
]);
export type Request = z.infer<typeof requestSchema>;

const backendReport = z.object({
  id: z.enum(backendIds),
  /** `failed`: its self-check or its trial steps; `untried`: it could be tried, but need not be. */
  status: z.enum(['chosen', 'passed', 'failed', 'untried', 'unavailable']),
  /** Why: "measured fastest", "no adapter", "off from the reference by …" */
  reason: localised,
  /** What its self-check took; null where there was none. */
  checkMilliseconds: z.nullable(z.number()),
  /** What a step of this model takes; null where that was not measured. */
  stepMilliseconds: z.nullable(z.number()),
});
export type BackendReport = z.infer<typeof backendReport>;

export const eventSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('state'), state: z.enum(runStates), step: z.number() }),
  /** What preparing is busy with, for the status line. */
  z.object({
    type: z.literal('preparing'),
    stage: z.enum(['engine', 'data', 'check', 'time', 'model']),
    /** Of `check` and `time`. */
    backend: z.optional(z.enum(backendIds)),
  }),
  /** What came of looking for a backend, also where none can be used. */
  z.object({
    type: z.literal('backends'),
    reports: z.array(backendReport),
    /** The measurement that decided, where several passed: when, in milliseconds since 1970. */
    measured: z.nullable(z.object({ at: z.number(), remembered: z.boolean() })),
  }),
  z.object({
    type: z.literal('prepared'),
    backend: z.enum(backendIds),
    /** WASM threads; 1 elsewhere. */
    threads: z.number(),
    parameters: z.number(),
    /** Size of the target vocabulary V. */
    vocabulary: z.number(),
    baselines: z.object({
      uniform: z.number(),
      unigram: z.optional(z.number()),
      bigram: z.optional(z.number()),
    }),
    heldOutSize: z.number(),
    /** Target tokens (language models: training tokens; seq2seq: 0, drawn without end). */
    trainTokens: z.number(),
    notes: z.array(localised),
  }),
  /** At most 20 a second. `losses` holds the [step, loss] pairs since the last such message. */
  z.object({
    type: z.literal('metrics'),
    step: z.number(),
    losses: z.array(z.tuple([z.number(), z.number()])),
    /** Mean training loss of the last 20 steps, nats per target token. */
    loss: z.number(),
    tokensPerSecond: z.number(),
    /** Target tokens trained on so far, and the seconds that those steps took, evaluation left out. */
    tokens: z.number(),
    seconds: z.number(),
    /** Model FLOP per second, from the parameter count: 6 N per target token. */
    flopsPerSecond: z.number(),
    secondsLeft: z.nullable(z.number()),
  }),
  z.object({
    type: z.literal('evaluation'),
    step: z.number(),
    /** Nats per target token, over the same held-out examples at every step. */
    heldOutLoss: z.number(),
    /** What else was counted, by name: `accuracy` in [0, 1] of `written` examples, say. */
    scores: z.record(z.string(), z.number()),
    /** What is shown of it. */
    answers: z.array(answerSchema),
  }),
  z.object({ type: z.literal('answer'), step: z.number(), answer: answerSchema }),
  /** Why a running session stopped by itself. */
  z.object({ type: z.literal('finished'), reason: z.enum(['steps', 'accuracy', 'loss', 'time']) }),
  /** A question could not be answered; the run goes on. */
  z.object({
    type: z.literal('refused'),
    /** The type of a question. */
    question: z.string(),
    message: localised,
  }),
  z.object({ type: z.literal('snapshot'), snapshot: snapshotSchema }),
  z.object({ type: z.literal('failed'), code: z.string(), message: localised }),
]);
export type RunEvent = z.infer<typeof eventSchema>;

/**
 * An event as it is about to be posted, or as it came: what does not fit (a number that is not
 * finite, say) is an error that names the place, never the words of the parser.
 */
export function readEvent(data: unknown): RunEvent | Error {
  const { success, data: event, error } = eventSchema.safeParse(data);
  if (success) return event;
  const { type } = z.catch(z.object({ type: z.string() }), { type: '?' }).parse(data);
  const { path = [], message = '' } = error.issues[0] ?? {};
  return new Error(`The event “${type}” does not fit at “${path.join('.')}”: ${message}.`);
}

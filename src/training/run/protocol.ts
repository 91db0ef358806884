/**
 * The messages between a page and its training worker, as unions parsed by zod at both ends.
 * Nothing else crosses the boundary.
 */
import * as z from 'zod/mini';
import { backendIds, runConfigSchema } from '../config.ts';

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
  }),
  z.object({ type: z.literal('pause') }),
  z.object({ type: z.literal('resume') }),
  z.object({ type: z.literal('step') }),
  /** Back to step 0 with the same initialisation. */
  z.object({ type: z.literal('reset') }),
  /** Attention on an example the reader typed; the answer is `attention` or `refused`. */
  z.object({ type: z.literal('attend'), text: z.string() }),
  /** Language models: continue a prompt; the answer is `generated` or `refused`. */
  z.object({
    type: z.literal('generate'),
    prompt: z.string(),
    tokens: z.number(),
    temperature: z.number(),
    topK: z.number(),
    topP: z.number(),
  }),
  /** Transformer-decoder: change the last token of `text`, report the largest change of any earlier logit. */
  z.object({ type: z.literal('probe-causality'), text: z.string() }),
]);
export type Request = z.infer<typeof requestSchema>;

const sample = z.object({
  input: z.string(),
  output: z.string(),
  /** null where no right answer exists (language models). */
  expected: z.nullable(z.string()),
  correct: z.nullable(z.boolean()),
});
export type Sample = z.infer<typeof sample>;

const attentionMap = z.object({
  kind: z.enum(['cross', 'self']),
  layer: z.number(),
  head: z.number(),
  /** weights[row][column], each row sums to 1; rows are queries, columns keys. */
  weights: z.array(z.array(z.number())),
});
export type AttentionMap = z.infer<typeof attentionMap>;

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
    /** Share of `written` held-out examples written right from start to end without help; null for language models. */
    accuracy: z.nullable(z.number()),
    /** How many held-out examples it wrote out freely; 0 for language models. */
    written: z.number(),
    samples: z.array(sample),
  }),
  z.object({
    type: z.literal('attention'),
    step: z.number(),
    input: z.string(),
    output: z.string(),
    rows: z.array(z.string()),
    columns: z.array(z.string()),
    maps: z.array(attentionMap),
  }),
  z.object({ type: z.literal('generated'), prompt: z.string(), text: z.string() }),
  z.object({ type: z.literal('causality'), changed: z.string(), maxDifference: z.number() }),
  /** Why a running session stopped by itself. */
  z.object({ type: z.literal('finished'), reason: z.enum(['steps', 'accuracy', 'loss', 'time']) }),
  /** One request could not be done; the run goes on. */
  z.object({
    type: z.literal('refused'),
    request: z.enum(['attend', 'generate', 'probe-causality']),
    message: localised,
  }),
  z.object({ type: z.literal('failed'), code: z.string(), message: localised }),
  /** For the leak test and the curious: tf.memory(). */
  z.object({ type: z.literal('memory'), tensors: z.number(), bytes: z.number() }),
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

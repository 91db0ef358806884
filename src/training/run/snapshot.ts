/**
 * A run at one step, with all that decides what comes next: on the same backend a run that is resumed
 * from it is the run, bit for bit. The reader's own text is not in it.
 */
import * as z from 'zod/mini';
import { runConfigSchema } from '../config-schema.ts';

const vector = z.custom<Float32Array>((value) => value instanceof Float32Array);

const word = z.number();
const randomState = z.object({
  words: z.tuple([word, word, word, word]),
  spare: z.nullable(z.number()),
});

const curve = z.object({
  /** Of every step so far. */
  losses: vector,
  /** What came of looking at held-out examples. */
  evaluations: z.array(
    z.object({
      step: z.number(),
      heldOutLoss: z.number(),
      scores: z.record(z.string(), z.number()),
    }),
  ),
  /** Target tokens trained on, and the milliseconds that steps and the whole run took. */
  tokens: z.number(),
  stepTime: z.number(),
  runTime: z.number(),
});
export type RunCurve = z.infer<typeof curve>;

export const snapshotSchema = z.object({
  version: z.literal(1),
  config: runConfigSchema,
  step: z.number().check(z.int(), z.minimum(0)),
  /** Parameters and moments of the optimizer, [N] each. */
  theta: vector,
  m: vector,
  v: vector,
  streams: z.object({
    data: randomState,
    dropout: randomState,
    teacher: randomState,
    sampling: randomState,
  }),
  curve,
});
export type Snapshot = z.infer<typeof snapshotSchema>;

/** What may change hands instead of being copied. */
export const buffersOf = ({ theta, m, v, curve }: Snapshot): ArrayBuffer[] =>
  [theta, m, v, curve.losses].map(({ buffer }) => buffer as ArrayBuffer);

/** What models of several kinds are asked, and what they answer. A question and its answer have one `type`. */
import * as z from 'zod/mini';
import type { AttentionLayer } from '../../models/model.ts';

/** Where a model looks, on an example that the reader typed. */
export const attentionQuestion = z.object({ type: z.literal('attention'), text: z.string() });
export type AttentionQuestion = z.infer<typeof attentionQuestion>;

const attentionMap = z.object({
  kind: z.enum(['cross', 'self']),
  layer: z.number(),
  head: z.number(),
  /** weights[row][column], each row sums to 1; rows are queries, columns keys. */
  weights: z.array(z.array(z.number())),
});

export const attentionAnswer = z.object({
  type: z.literal('attention'),
  input: z.string(),
  output: z.string(),
  rows: z.array(z.string()),
  columns: z.array(z.string()),
  maps: z.array(attentionMap),
});
export type AttentionAnswer = z.infer<typeof attentionAnswer>;

/** One map a head. */
export const mapsOf = (layers: readonly AttentionLayer[]): AttentionAnswer['maps'] =>
  layers.flatMap(({ kind, layer, heads }) =>
    heads.map((weights, head) => ({ kind, layer, head, weights })),
  );

const sample = z.object({
  input: z.string(),
  output: z.string(),
  /** null where no right answer exists. */
  expected: z.nullable(z.string()),
  correct: z.nullable(z.boolean()),
});
export type Sample = z.infer<typeof sample>;

/** What the model wrote at the last look. */
export const samplesAnswer = z.object({ type: z.literal('samples'), samples: z.array(sample) });

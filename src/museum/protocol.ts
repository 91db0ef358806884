/** The messages between the page and the museum's worker, parsed at both ends. */
import * as z from 'zod/mini';
import { liveIds } from './catalogue.ts';

export const requestSchema = z.object({
  exhibit: z.enum(liveIds),
  version: z.enum(['broken', 'fixed']),
});
export type Request = z.infer<typeof requestSchema>;

const stepSchema = z.object({
  name: z.string(),
  shape: z.optional(z.array(z.number())),
  dtype: z.optional(z.string()),
  value: z.optional(z.union([z.number(), z.string()])),
});

const runSchema = z.object({ steps: z.array(stepSchema), threw: z.nullable(z.string()) });

export const answerSchema = z.object({
  ...requestSchema.shape,
  run: runSchema,
  /** How long it took, without loading. */
  milliseconds: z.number(),
});
export type Answer = z.infer<typeof answerSchema>;

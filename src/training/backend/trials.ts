/** What comes of trying backends, and what of it is remembered. */
import * as z from 'zod/mini';
import type { Localised } from '../../language.ts';
import { backendIds, type BackendId } from '../config.ts';

const localised = z.object({ zh: z.string(), en: z.string() });

const storedTrialSchema = z.discriminatedUnion('outcome', [
  /** It started, and has no room for the largest tensor of this model. */
  z.object({ id: z.enum(backendIds), outcome: z.literal('too-large'), reason: localised }),
  /** Its self-check failed. `error` is null where it gave no finite number. */
  z.object({
    id: z.enum(backendIds),
    outcome: z.literal('wrong'),
    error: z.nullable(z.number()),
    checkMilliseconds: z.number(),
  }),
  /** `stepMilliseconds` is null where it was not timed because no other passed. */
  z.object({
    id: z.enum(backendIds),
    outcome: z.literal('passed'),
    checkMilliseconds: z.number(),
    stepMilliseconds: z.nullable(z.number()),
    /** How it runs, where that is not as its finding says. */
    note: z.nullable(localised),
  }),
]);
type StoredTrial = z.infer<typeof storedTrialSchema>;
export type Passed = Extract<StoredTrial, { outcome: 'passed' }>;

/** What may be otherwise the next time, so that it is never remembered. */
type Fault =
  | { readonly id: BackendId; readonly outcome: 'not-started'; readonly reason: Localised }
  /** In its self-check, or after it, where that took `checkMilliseconds`. */
  | {
      readonly id: BackendId;
      readonly outcome: 'broke';
      readonly checkMilliseconds: number | null;
      /** Milliseconds waited for an answer; null where it threw. */
      readonly waited: number | null;
    };
/** What came of trying a backend. */
export type Trial = StoredTrial | Fault;

export const measurementSchema = z.object({
  /** When, in milliseconds since 1970. */
  at: z.number(),
  trials: z.array(storedTrialSchema),
});
/** A choice that was measured, as it is remembered. */
export type Measurement = z.infer<typeof measurementSchema>;

/**
 * A kind of learning, as the page knows it too: its models, what a run takes, what its panel shows,
 * and in which words. What computes is in its `build.ts` and its trainer.
 */
import type * as z from 'zod/mini';
import type { Localised } from '../../language.ts';
import type { DataSizes } from '../../tasks/index.ts';
import type { RunField } from '../fields/architecture.ts';
import type { Chosen, FieldName } from '../fields/read.ts';

export type KindId = DataSizes['kind'];

/** A tensor by what a reader calls it, and its size in numbers of four bytes. */
export interface NamedTensor {
  readonly name: Localised;
  readonly size: number;
}

/** What a run keeps, in numbers of four bytes. */
export interface Footprint {
  /** N, but for a few vectors. */
  readonly parameters: number;
  /** What one pass over B examples keeps: with its gradients, or only reading. */
  activations(B: number, pass: 'training' | 'reading'): number;
  /** What else a step keeps where it cannot be recorded; null where it can. */
  readonly unrecorded: number | null;
  /** Those of B examples that can be the largest. */
  tensors(B: number): readonly NamedTensor[];
}

export interface ModelSpec<Sizes extends DataSizes = DataSizes> {
  readonly name: Localised;
  /** In the order of panels and links. */
  readonly fields: readonly RunField[];
  /** What tells its variants apart, in the order in which `backend/check.json` names them. */
  readonly variants: readonly FieldName[];
  /** No logit is much larger before training. @param width of the features that it is made of */
  largestLogit(width: number): number;
  footprint(chosen: Chosen, sizes: Sizes): Footprint;
}

export interface Kind {
  readonly id: KindId;
  /** The laboratory that trains its models. */
  readonly lab: string;
  readonly models: Readonly<Record<string, ModelSpec>>;
  /** Held-out examples that are looked at together. */
  readonly evaluationBatch: number;
  /** What its models alone are asked and answer, each with a `type`; `answers.ts` has the rest. */
  readonly questions: readonly z.ZodMiniType[];
  readonly answers: readonly z.ZodMiniType[];
  /** What one guess is of. */
  readonly unit: Localised;
  /** What a run is judged by beside its losses: the share of examples that are right, or e^loss. */
  readonly score: 'accuracy' | 'perplexity';
  /** How much is held out. */
  heldOut(count: string): Localised;
  /** Fields of its models that stand in the panel without being asked for. */
  readonly inReach: readonly FieldName[];
}

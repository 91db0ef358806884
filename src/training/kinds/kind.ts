/**
 * A kind of learning, as the page knows it too: what its panel shows, and in which words. What
 * computes is in its trainer.
 */
import type { Localised } from '../../language.ts';
import type { Task } from '../../tasks/task.ts';
import type { FieldName } from '../config.ts';

export type KindId = Task['kind'];

export interface Kind {
  readonly id: KindId;
  /** What one guess is of. */
  readonly unit: Localised;
  /** What a run is judged by beside its losses: the share of examples that are right, or e^loss. */
  readonly score: 'accuracy' | 'perplexity';
  /** How much is held out. */
  heldOut(count: string): Localised;
  /** Fields of its models that stand in the panel without being asked for. */
  readonly inReach: readonly FieldName[];
}

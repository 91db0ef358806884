/**
 * One model on one task: training steps, evaluation, samples, attention. It knows nothing of
 * states, clocks or messages; the session drives it.
 */
import type * as tf from '@tensorflow/tfjs-core';
import type { Random } from '../../maths/random/streams.ts';
import type { AttentionLayer, StepRandom } from '../../models/model.ts';
import type { SamplingOptions } from '../../models/sampling.ts';
import type { Baselines } from '../../tasks/task.ts';
import type { Localised } from '../../language.ts';
import type { Sample } from '../run/protocol.ts';

export interface Evaluation {
  /** Nats per target token, over the same examples at every step. */
  readonly heldOutLoss: number;
  /** Free-running exact match over `written` examples; null for language models. */
  readonly accuracy: number | null;
  /** How many examples were written out freely; 0 for language models. */
  readonly written: number;
  readonly samples: Sample[];
}

export interface AttentionResult {
  readonly input: string;
  readonly output: string;
  readonly rows: readonly string[];
  readonly columns: readonly string[];
  readonly layers: readonly AttentionLayer[];
}

export interface Facts {
  readonly parameters: number;
  readonly vocabulary: number;
  readonly baselines: Baselines;
  readonly heldOutSize: number;
  readonly trainTokens: number;
  readonly notes: readonly Localised[];
}

export interface Trainer {
  readonly facts: Facts;
  /** Steps between two evaluations. */
  readonly evaluateEvery: number;
  /** One step on a batch drawn from `data`. @returns the loss tensor, owned by the caller, and the target tokens trained on */
  step(data: Random, random: StepRandom): { loss: tf.Scalar; tokens: number };
  /**
   * The loss is that of the whole held-out set (bounded), so that the values of a run can be compared;
   * `quick` has only a fixed part of it written out freely.
   */
  evaluate(how: { quick: boolean; sampling: Random }): Promise<Evaluation>;
  /** @throws ReaderError where the text does not fit the task */
  attend(text: string): Promise<AttentionResult>;
  /** What to show attention on before the reader typed anything. */
  readonly example: string;
  generate(
    prompt: string,
    tokens: number,
    options: SamplingOptions,
    random: Random,
  ): Promise<string>;
  /** The largest change of any earlier logit when the last token of `text` is changed. */
  probeCausality(text: string): Promise<{ changed: string; maxDifference: number }>;
  /** Back to the initial parameters and optimizer state. */
  reset(): void;
  dispose(): void;
}

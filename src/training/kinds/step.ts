/** One optimisation step. */
import * as tf from '@tensorflow/tfjs-core';
import type { AdamW } from '../../engine/optimizer.ts';
import type { ParameterSet } from '../../engine/parameters.ts';
import type { StepRandom } from '../../models/model.ts';

/** What can be trained on batches of one kind. */
export interface Trainable<Batch> {
  readonly parameters: ParameterSet;
  loss(batch: Batch, random: StepRandom | null): tf.Scalar;
}

// #region training-step
/**
 * Forward, backward, update.
 * @returns the loss of the batch before the update; the caller disposes it
 */
export function trainingStep(
  lossOf: () => tf.Scalar,
  optimizer: AdamW,
  variables: tf.Variable[],
): tf.Scalar {
  return tf.tidy(() => {
    const { value, grads } = tf.variableGrads(lossOf, variables);
    optimizer.step(grads);
    return value;
  });
}

export function trainOn<Batch>(
  batch: Batch,
  model: Trainable<Batch>,
  optimizer: AdamW,
  random: StepRandom,
): tf.Scalar {
  const lossOf = () => model.loss(batch, random);
  return trainingStep(lossOf, optimizer, model.parameters.variables);
}
// #endregion training-step

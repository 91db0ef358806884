/** From examples to one optimisation step. */
import * as tf from '@tensorflow/tfjs-core';
import type { AdamW } from '../engine/optimizer.ts';
import type {
  LanguageModel,
  SequenceBatch,
  SequenceModel,
  StepRandom,
  WindowBatch,
} from '../models/model.ts';
import type { Pair, Seq2SeqData } from '../tasks/task.ts';
import { BOS, EOS, PAD, type Vocabulary } from '../tasks/vocabulary.ts';
import type { Windows } from './windows.ts';

/** Ids of tokens that are known to be in the vocabulary. */
export function idsOf(tokens: readonly string[], vocabulary: Vocabulary): number[] {
  return tokens.map((token) => {
    const id = vocabulary.idOf(token);
    if (id === undefined) throw new Error(`The token “${token}” is not in the vocabulary.`);
    return id;
  });
}

/** Rows padded with PAD to `width`, as [B, width]. */
export function padRows(rows: readonly (readonly number[])[], width: number): tf.Tensor2D {
  const flat = new Int32Array(rows.length * width).fill(PAD);
  for (const [b, row] of rows.entries()) flat.set(row, b * width);
  return tf.tensor2d(flat, [rows.length, width], 'int32');
}

// #region shift
/** The decoder reads <bos> y₁ … yₙ and must write y₁ … yₙ <eos>. */
export function sequenceBatch(
  pairs: readonly Pair[], // B of them
  data: Seq2SeqData,
): SequenceBatch {
  const { sourceVocabulary: from, targetVocabulary: to } = data;
  const sources = pairs.map(({ source }) => idsOf(source, from));
  const targets = pairs.map(({ target }) => idsOf(target, to));
  const T = data.maxTargetLength + 1;
  const labels = padRows(
    targets.map((y) => [...y, EOS]),
    T,
  ); // [B, T]
  return {
    source: padRows(sources, data.maxSourceLength), // [B, S]
    input: padRows(
      targets.map((y) => [BOS, ...y]),
      T,
    ), // [B, T]
    labels,
    weights: tf.cast(tf.notEqual(labels, PAD), 'float32'), // 0 at padding
  };
}
// #endregion shift

export function windowBatch({ B, T, input, labels }: Windows): WindowBatch {
  return {
    input: tf.tensor2d(input, [B, T], 'int32'),
    labels: tf.tensor2d(labels, [B, T], 'int32'),
  };
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

export function trainSequences(
  model: SequenceModel,
  batch: SequenceBatch,
  optimizer: AdamW,
  random: StepRandom,
): tf.Scalar {
  const lossOf = () => model.loss(batch, random);
  return trainingStep(lossOf, optimizer, model.parameters.variables);
}
// #endregion training-step

export function trainWindows(
  model: LanguageModel,
  batch: WindowBatch,
  optimizer: AdamW,
  random: StepRandom,
): tf.Scalar {
  return trainingStep(() => model.loss(batch, random), optimizer, model.parameters.variables);
}

/**
 * Instances of the models whose parameters and tokens follow a formula, so that PyTorch can compute
 * the same numbers (`scripts/reference/models.py`): for the self-check before a run and for tests.
 *
 * B batch, S source time, T target time, V vocabulary, N parameters.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { Parameter } from '../../engine/parameters.ts';
import { patternIntegers, patternValues } from '../../maths/random/pattern.ts';
import type { SequenceBatch, StepRandom, WindowBatch } from '../../models/model.ts';
import { BOS, EOS, PAD, specialTokens } from '../../tasks/vocabulary.ts';
import { buildSizedModel } from '../kinds/build.ts';
import type { RunConfig } from '../config.ts';
import { padRows } from '../kinds/tokens.ts';

interface CommonSizes {
  /** Fields of the configuration: width, layers and the like. */
  readonly fields: Readonly<Record<string, number>>;
  /** Matrices have elements of about scale/√rows; a power of two. */
  readonly scale: number;
}

interface LanguageSizes extends CommonSizes {
  readonly vocabulary: number;
  /** Of the batch: B and T. */
  readonly rows: number;
  readonly time: number;
}

export interface SequenceSizes extends CommonSizes {
  readonly sourceVocabulary: number;
  readonly targetVocabulary: number;
  readonly sourceLength: number;
  readonly targetLength: number;
  /** Tokens of each source and target of the batch; the rest of a row is padding. */
  readonly sources: readonly number[];
  readonly targets: readonly number[];
}

export type InstanceSizes = LanguageSizes | SequenceSizes;

/** Gains near 1, other vectors small, matrices about scale/√rows; all exact in fp32. */
function initialValue({ name, shape, size }: Parameter, seed: number, scale: number) {
  const values = patternValues(`${seed} ${name}`, size);
  if (name.endsWith('gain')) return values.map((u) => 1 + u / 4);
  const root = 2 ** Math.floor((31 - Math.clz32(shape[0]!)) / 2);
  return values.map((u) => (shape.length === 1 ? u / 4 : (scale * u) / root));
}

/** Rows of tokens from the pattern, `lengths[b]` in row b. */
function drawRows(
  name: string,
  lengths: readonly number[],
  width: number,
  V: number,
): readonly (readonly number[])[] {
  const ids = patternIntegers(name, lengths.length * width, specialTokens.length, V);
  return lengths.map((length, b) => [...ids.subarray(b * width, b * width + length)]);
}

/** Batch `seed` of pairs. */
export function sequencePattern(sizes: SequenceSizes, seed: number): SequenceBatch {
  const { sourceVocabulary, targetVocabulary, sourceLength: S, targetLength: T } = sizes;
  const sources = drawRows(`${seed} source ids`, sizes.sources, S, sourceVocabulary);
  const targets = drawRows(`${seed} target ids`, sizes.targets, T, targetVocabulary);
  const padded = (rows: readonly (readonly number[])[]) => padRows(rows, T);
  const labels = padded(targets.map((y) => [...y, EOS]));
  return {
    source: padRows(sources, S),
    input: padded(targets.map((y) => [BOS, ...y])),
    labels,
    weights: tf.cast(tf.notEqual(labels, PAD), 'float32'),
  };
}

/** Batch `seed` of windows. */
export function windowPattern(sizes: LanguageSizes, seed: number): WindowBatch {
  const { vocabulary, rows: B, time: T } = sizes;
  const ids = patternIntegers(`${seed} text`, B * (T + 1), 0, vocabulary);
  const text = tf.tensor2d(ids, [B, T + 1], 'int32');
  return { input: tf.slice(text, [0, 0], [B, T]), labels: tf.slice(text, [0, 1], [B, T]) };
}

/**
 * The configured model at the sizes given, with parameters from the pattern and nothing left to
 * chance; who asks disposes it.
 */
export function createInstance(config: RunConfig, sizes: InstanceSizes, seed: number) {
  const model = buildSizedModel(
    { ...config, fields: { ...config.fields, dropout: 0, teacher: 1, ...sizes.fields } },
    'vocabulary' in sizes ? { kind: 'text', ...sizes } : { kind: 'pairs', ...sizes },
  );
  const flat = new Float32Array(model.parameters.size);
  for (const parameter of model.parameters.list) {
    flat.set(initialValue(parameter, seed, sizes.scale), parameter.offset);
  }
  model.parameters.startFrom(flat);
  /** Batch `seed`. */
  const batch = (seed: number): SequenceBatch | WindowBatch =>
    'vocabulary' in sizes ? windowPattern(sizes, seed) : sequencePattern(sizes, seed);
  const lossOf = (batch: SequenceBatch | WindowBatch, random: StepRandom | null): tf.Scalar => {
    if (model.kind === 'text' && !('source' in batch)) return model.loss(batch, random);
    if (model.kind === 'pairs' && 'source' in batch) return model.loss(batch, random);
    throw new Error(`${config.model} got the sizes of another kind of model.`);
  };
  /** The loss of batch `seed`; to be called inside tidy. */
  const loss = (seed: number): tf.Scalar => lossOf(batch(seed), null);
  return { model, batch, lossOf, loss };
}

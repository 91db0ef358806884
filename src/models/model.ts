/** What the training session asks of a model. No model knows about tasks, workers or the page. */
import type * as tf from '@tensorflow/tfjs-core';
import type { ParameterSet } from '../engine/parameters.ts';
import type { Random } from '../maths/random/streams.ts';
import type { KeyValueCache } from './cache.ts';

/** Padded token ids of a sequence-to-sequence batch. B batch, S source time, T target time. */
export interface SequenceBatch {
  /** [B, S], padded with PAD. */
  readonly source: tf.Tensor2D;
  /** Decoder input: bos and the target, [B, T]. */
  readonly input: tf.Tensor2D;
  /** What must be predicted: the target and eos, [B, T]. */
  readonly labels: tf.Tensor2D;
  /** 1 where a label counts, 0 where it is padding, [B, T]. */
  readonly weights: tf.Tensor2D;
}

/** A language-model batch: windows of context length, [B, T] each; labels are the tokens shifted by one. */
export interface WindowBatch {
  readonly input: tf.Tensor2D;
  readonly labels: tf.Tensor2D;
}

/** The random streams of one training step; null while evaluating. */
export interface StepRandom {
  readonly dropout: Random;
  readonly teacher: Random;
}

/** Attention of one layer for one example: [H][rows][columns]. */
export interface AttentionLayer {
  readonly kind: 'self' | 'cross';
  readonly layer: number;
  readonly heads: number[][][];
}

/** What every model has; those of a kind also say how they learn. */
export interface Model {
  readonly parameters: ParameterSet;
  dispose(): void;
}

export interface SequenceModel extends Model {
  readonly kind: 'pairs';
  /** Mean nats per target token; teacher forcing throughout where `random` is null. */
  loss(batch: SequenceBatch, random: StepRandom | null): tf.Scalar;
  /** What the decoder predicts at every position of `input`, as in evaluation. @returns [B, T, V] */
  logits(batch: Pick<SequenceBatch, 'source' | 'input'>): tf.Tensor3D;
  /** Free-running output ids, each cut before its end token. @param source [B, S] */
  greedy(source: tf.Tensor2D, maxLength: number): Promise<number[][]>;
  /** What the decoder attends to while it reads `input` for one source. @param source [1, S] @param input [1, T] */
  attention(source: tf.Tensor2D, input: tf.Tensor2D): Promise<AttentionLayer[]>;
}

export interface LanguageModel extends Model {
  readonly kind: 'text';
  readonly context: number;
  loss(batch: WindowBatch, random: StepRandom | null): tf.Scalar;
  /** Next-token logits at every position. @param ids [B, T], T ≤ context @returns [B, T, V] */
  logits(ids: tf.Tensor2D): tf.Tensor3D;
  /** A cache for B sequences that are read side by side; its owner disposes it. */
  createCache(B: number): KeyValueCache;
  /**
   * Reads ids [B, T] after what is in the cache, one token at a time unless it is empty.
   * @returns the logits of the token after them, [B, V]
   */
  read(ids: tf.Tensor2D, cache: KeyValueCache): tf.Tensor2D;
  /** @param ids [1, T] */
  attention(ids: tf.Tensor2D): Promise<AttentionLayer[]>;
}

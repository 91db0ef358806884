/**
 * A decoder-only Transformer, the GPT family: tokens and positions → L blocks of causal
 * self-attention and feed-forward → logits of the next token.
 *
 * B batch, T time (at most the context), C width, V vocabulary, H heads, D = C / H.
 */
import * as tf from '@tensorflow/tfjs-core';
import { crossEntropy } from '../engine/ops/cross-entropy/index.ts';
import { dropout } from '../engine/ops/dropout/index.ts';
import { embedding } from '../engine/ops/embedding/index.ts';
import { linear } from '../engine/ops/linear/index.ts';
import { rotations, type Rotation } from '../engine/ops/rotary/index.ts';
import { normal, ParameterSet } from '../engine/parameters.ts';
import { dispose } from '../engine/tidy.ts';
import type { Random } from '../maths/random/streams.ts';
import { recordAttention } from './attention-record.ts';
import { KeyValueCache } from './cache.ts';
import {
  addAttention,
  addFeedForward,
  addNorm,
  applyNorm,
  feedForward,
  keysAndValues,
  multiHeadAttention,
  residualBlock,
  sinusoidalPositions,
  type AttentionWeights,
  type BlockOptions,
  type FeedForwardWeights,
  type NormWeights,
  type Pass,
} from './layers.ts';
import { causalMask, type KeysValues } from './masks.ts';
import type { AttentionLayer, LanguageModel, StepRandom, WindowBatch } from './model.ts';

export interface DecoderOptions extends BlockOptions {
  readonly vocabulary: number;
  readonly context: number;
  /** Whether the output matrix is the embedding table (Press & Wolf 2017). */
  readonly tied: boolean;
}

interface Block {
  readonly norm1: NormWeights;
  readonly attention: AttentionWeights;
  readonly norm2: NormWeights;
  readonly feedForward: FeedForwardWeights;
}

const evaluation: Pass = { random: null };

export class TransformerDecoder implements LanguageModel {
  readonly kind = 'text';
  readonly parameters: ParameterSet;
  readonly #options: DecoderOptions;
  readonly #tokens: tf.Tensor2D;
  /** Learned or sinusoidal positions [context, C]; null where the queries and keys are rotated instead. */
  readonly #positions: tf.Tensor2D | null;
  readonly #rotation: Rotation | null;
  readonly #blocks: readonly Block[];
  /** Only with pre-norm, whose blocks leave their sum unnormalised. */
  readonly #finalNorm: NormWeights | null;
  readonly #head: tf.Tensor2D | null;
  readonly #mask: tf.Tensor2D;

  constructor(options: DecoderOptions, random: Random) {
    const { vocabulary: V, width: C, context, layers, tied, positions } = options;
    const parameters = new ParameterSet(random);
    this.parameters = parameters;
    this.#options = options;
    this.#tokens = parameters.add<tf.Rank.R2>('tokens', [V, C], normal(0.02));
    this.#positions =
      positions === 'learned'
        ? parameters.add<tf.Rank.R2>('positions', [context, C], normal(0.02))
        : positions === 'sinusoidal'
          ? tf.keep(tf.tidy(() => tf.mul(0.02, sinusoidalPositions(context, C)) as tf.Tensor2D))
          : null;
    this.#rotation = positions === 'rotary' ? rotations(context, C / options.heads) : null;
    this.#blocks = Array.from({ length: layers }, (_, layer) => ({
      norm1: addNorm(parameters, `block${layer}.norm1`, C),
      attention: addAttention(parameters, `block${layer}.attention`, options),
      norm2: addNorm(parameters, `block${layer}.norm2`, C),
      feedForward: addFeedForward(parameters, `block${layer}.feed-forward`, options),
    }));
    this.#finalNorm = options.norm === 'pre' ? addNorm(parameters, 'final-norm', C) : null;
    this.#head = tied ? null : parameters.add<tf.Rank.R2>('head', [C, V], normal(0.02));
    this.#mask = tf.keep(causalMask(context));
  }

  get context(): number {
    return this.#options.context;
  }

  // #region attention
  /** Causal self-attention of one layer: position i sees positions 0 … i. */
  #attend(x: tf.Tensor3D, layer: number, pass: Pass): tf.Tensor3D {
    const [options, T] = [this.#options, x.shape[1]];
    const { cache, onAttention } = pass;
    const { attention } = this.#blocks[layer]!;
    const added = () => tf.slice(this.#mask, [0, 0], [T, T]);
    const first = cache?.length ?? 0; // position of x's first row
    const rotation = this.#rotation && { ...this.#rotation, first };
    const own: KeysValues = {
      keyValue: keysAndValues(x, attention, options, rotation), // [B, T, 2C]
      mask: { causal: true, real: null, added },
    };
    const { keyValue, mask } = cache?.extend(layer, own) ?? own;
    const look = onAttention && ((w: tf.Tensor4D) => onAttention('self', layer, w));
    return multiHeadAttention(x, keyValue, mask, attention, options, rotation, look);
  }
  // #endregion attention

  // #region block
  /** x ← x + MHA(LN(x)), then x ← x + FFN(LN(x)). */
  #block(x: tf.Tensor3D, layer: number, pass: Pass): tf.Tensor3D {
    const { norm1, norm2, feedForward: weights } = this.#blocks[layer]!;
    const options = this.#options;
    const act = options.activation;
    const attend = (x: tf.Tensor3D) => this.#attend(x, layer, pass);
    const widen = (x: tf.Tensor3D) => feedForward(x, weights, act);
    const u = residualBlock(x, norm1, options, pass, attend);
    return residualBlock(u, norm2, options, pass, widen);
  }
  // #endregion block

  // #region forward
  /** ids [B, T] → logits of the next token, [B, T, V]; with a cache of the last one only, [B, 1, V] */
  #forward(ids: tf.Tensor2D, pass: Pass): tf.Tensor3D {
    const [B, T] = ids.shape;
    const C = this.#options.width;
    const first = pass.cache?.length ?? 0; // position of the first token
    const rows = embedding(this.#tokens, tf.reshape(ids, [B * T]));
    let x = tf.reshape(rows, [B, T, C]) as tf.Tensor3D;
    if (this.#positions !== null) {
      x = tf.add(x, tf.slice(this.#positions, [first, 0], [T, C]));
    }
    x = dropout(x, this.#options.dropout, pass.random);
    for (const layer of this.#blocks.keys()) x = this.#block(x, layer, pass);
    if (pass.cache) x = tf.slice(x, [0, T - 1, 0], [B, 1, C]);
    if (this.#finalNorm !== null) x = applyNorm(x, this.#finalNorm);
    const output = this.#head ?? (tf.transpose(this.#tokens) as tf.Tensor2D);
    return linear(x, output); // [B, T, V]
  }
  // #endregion forward

  loss({ input, labels }: WindowBatch, random: StepRandom | null): tf.Scalar {
    const logits = this.#forward(input, { random: random?.dropout ?? null });
    const [B, T, V] = logits.shape;
    const flat = tf.reshape(logits, [B * T, V]) as tf.Tensor2D;
    return crossEntropy(flat, tf.reshape(labels, [B * T]), tf.ones<tf.Rank.R1>([B * T]));
  }

  logits(ids: tf.Tensor2D): tf.Tensor3D {
    return tf.tidy(() => this.#forward(ids, evaluation));
  }

  createCache(B: number): KeyValueCache {
    const { context, layers, width } = this.#options;
    return new KeyValueCache(B, context, layers, width);
  }

  read(ids: tf.Tensor2D, cache: KeyValueCache): tf.Tensor2D {
    const [B, T] = ids.shape;
    return cache.reading(T, () => {
      const logits = this.#forward(ids, { random: null, cache }); // [B, 1, V]
      return tf.reshape(logits, [B, this.#options.vocabulary]);
    });
  }

  attention(ids: tf.Tensor2D): Promise<AttentionLayer[]> {
    return recordAttention((pass) => this.#forward(ids, pass));
  }

  dispose(): void {
    this.parameters.dispose();
    this.#mask.dispose();
    if (this.#rotation !== null) dispose(this.#rotation);
    if (this.#options.positions === 'sinusoidal') this.#positions?.dispose();
  }
}

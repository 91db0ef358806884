/**
 * The encoder–decoder Transformer of 2017: the encoder sees the whole source, the decoder its own
 * past and, through cross-attention, the encoder's output.
 *
 * B batch, S source time, T target time, C width, H heads, V vocabulary.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { Mask } from '../engine/ops/attention/index.ts';
import { crossEntropy } from '../engine/ops/cross-entropy/index.ts';
import { dropout } from '../engine/ops/dropout/index.ts';
import { embedding } from '../engine/ops/embedding/index.ts';
import { linear } from '../engine/ops/linear/index.ts';
import { rotations, type Rotation } from '../engine/ops/rotary/index.ts';
import { dispose, tidy } from '../engine/tidy.ts';
import { normal, ParameterSet } from '../engine/parameters.ts';
import type { Random } from '../maths/random/streams.ts';
import { recordAttention } from './attention-record.ts';
import { KeyValueCache } from './cache.ts';
import { decodeGreedily } from './greedy.ts';
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
import { causalMask, paddingMask, type KeysValues } from './masks.ts';
import type { AttentionLayer, SequenceBatch, SequenceModel, StepRandom } from './model.ts';

export interface EncoderDecoderOptions extends BlockOptions {
  readonly sourceVocabulary: number;
  readonly targetVocabulary: number;
  /** Longest source, and longest target with its bos or eos. */
  readonly sourceLength: number;
  readonly targetLength: number;
  /** Whether the output matrix is the target embedding table. */
  readonly tied: boolean;
  readonly pad: number;
  readonly bos: number;
  readonly eos: number;
}

interface EncoderBlock {
  readonly norm1: NormWeights;
  readonly self: AttentionWeights;
  readonly norm2: NormWeights;
  readonly feedForward: FeedForwardWeights;
}

interface DecoderBlock extends EncoderBlock {
  readonly normCross: NormWeights;
  readonly cross: AttentionWeights;
}

/** What each decoder layer sees of the encoder's output: [B, S, 2C] and what of it is padding. */
type Memory = readonly KeysValues[];

export class TransformerEncoderDecoder implements SequenceModel {
  readonly kind = 'pairs';
  readonly parameters: ParameterSet;
  readonly #options: EncoderDecoderOptions;
  readonly #sourceTable: tf.Tensor2D;
  readonly #targetTable: tf.Tensor2D;
  /** [longest, C]; null where queries and keys are rotated instead. */
  readonly #sourcePositions: tf.Tensor2D | null;
  readonly #targetPositions: tf.Tensor2D | null;
  readonly #rotation: Rotation | null;
  readonly #encoder: readonly EncoderBlock[];
  readonly #decoder: readonly DecoderBlock[];
  /** After the last block; only with pre-norm, whose blocks leave their sum unnormalised. */
  readonly #encoderNorm: NormWeights | null;
  readonly #decoderNorm: NormWeights | null;
  readonly #head: tf.Tensor2D | null;
  readonly #mask: tf.Tensor2D;

  constructor(options: EncoderDecoderOptions, random: Random) {
    const { sourceVocabulary, targetVocabulary: V, width: C, layers, tied } = options;
    const parameters = new ParameterSet(random);
    this.parameters = parameters;
    this.#options = options;
    const table = normal(1 / Math.sqrt(C));
    this.#sourceTable = parameters.add<tf.Rank.R2>('source', [sourceVocabulary, C], table);
    this.#targetTable = parameters.add<tf.Rank.R2>('target', [V, C], table);
    this.#sourcePositions = this.#positionTable('source-positions', options.sourceLength);
    this.#targetPositions = this.#positionTable('target-positions', options.targetLength);
    const longest = Math.max(options.sourceLength, options.targetLength);
    this.#rotation = options.positions === 'rotary' ? rotations(longest, C / options.heads) : null;
    const common = (name: string): EncoderBlock => ({
      norm1: addNorm(parameters, `${name}.norm1`, C),
      self: addAttention(parameters, `${name}.self`, options),
      norm2: addNorm(parameters, `${name}.norm2`, C),
      feedForward: addFeedForward(parameters, `${name}.feed-forward`, options),
    });
    this.#encoder = Array.from({ length: layers }, (_, layer) => common(`encoder${layer}`));
    this.#decoder = Array.from({ length: layers }, (_, layer) => ({
      ...common(`decoder${layer}`),
      normCross: addNorm(parameters, `decoder${layer}.norm-cross`, C),
      cross: addAttention(parameters, `decoder${layer}.cross`, options),
    }));
    const preNorm = options.norm === 'pre';
    this.#encoderNorm = preNorm ? addNorm(parameters, 'encoder-norm', C) : null;
    this.#decoderNorm = preNorm ? addNorm(parameters, 'decoder-norm', C) : null;
    this.#head = tied ? null : parameters.add<tf.Rank.R2>('head', [C, V], table);
    this.#mask = tf.keep(causalMask(options.targetLength));
  }

  #positionTable(name: string, length: number): tf.Tensor2D | null {
    const { positions, width: C } = this.#options;
    switch (positions) {
      case 'learned':
        return this.parameters.add<tf.Rank.R2>(name, [length, C], normal(0.1));
      case 'sinusoidal':
        return tf.keep(sinusoidalPositions(length, C));
      case 'rotary':
        return null;
    }
  }

  /** √C E[ids] + P (Vaswani et al. 2017, §3.4). @param ids [B, T] @returns [B, T, C] */
  #embed(ids: tf.Tensor2D, table: tf.Tensor2D, positions: tf.Tensor2D | null, pass: Pass) {
    const [B, T] = ids.shape;
    const C = this.#options.width;
    const first = pass.cache?.length ?? 0; // position of the first token
    const rows = tf.mul(embedding(table, tf.reshape(ids, [B * T])), Math.sqrt(C));
    const x = tf.reshape(rows, [B, T, C]) as tf.Tensor3D;
    const placed = positions === null ? x : tf.add(x, tf.slice(positions, [first, 0], [T, C]));
    return dropout(placed as tf.Tensor3D, this.#options.dropout, pass.random);
  }

  #rotationOf(pass: Pass): Rotation | null {
    return this.#rotation && { ...this.#rotation, first: pass.cache?.length ?? 0 };
  }

  // #region encoder
  /** Reads source [B, S]: every position sees every real one. */
  #encode(source: tf.Tensor2D, pass: Pass): Memory {
    const options = this.#options;
    const rotation = this.#rotationOf(pass);
    const real = tf.cast(tf.notEqual(source, options.pad), 'float32') as tf.Tensor2D;
    const mask: Mask = { causal: false, real, added: () => paddingMask(real) };
    let x = this.#embed(source, this.#sourceTable, this.#sourcePositions, pass);
    for (const { norm1, self, norm2, feedForward: weights } of this.#encoder) {
      const attend = (x: tf.Tensor3D) => {
        const kv = keysAndValues(x, self, options, rotation);
        return multiHeadAttention(x, kv, mask, self, options, rotation);
      };
      x = residualBlock(x, norm1, options, pass, attend);
      const widen = (x: tf.Tensor3D) => feedForward(x, weights, options.activation);
      x = residualBlock(x, norm2, options, pass, widen);
    }
    const Z = this.#encoderNorm === null ? x : applyNorm(x, this.#encoderNorm); // [B, S, C]
    return this.#decoder.map(({ cross }) => {
      return { keyValue: keysAndValues(Z, cross, options), mask };
    });
  }
  // #endregion encoder

  /** Causal self-attention of one layer of the decoder. */
  #attend(x: tf.Tensor3D, layer: number, pass: Pass): tf.Tensor3D {
    const [options, T] = [this.#options, x.shape[1]];
    const { self } = this.#decoder[layer]!;
    const rotation = this.#rotationOf(pass);
    const added = () => tf.slice(this.#mask, [0, 0], [T, T]);
    const own: KeysValues = {
      keyValue: keysAndValues(x, self, options, rotation),
      mask: { causal: true, real: null, added },
    };
    const { keyValue, mask } = pass.cache?.extend(layer, own) ?? own;
    return multiHeadAttention(x, keyValue, mask, self, options, rotation);
  }

  // #region decoder
  /** input [B, T] → logits [B, T, V]: causal self-, then cross-attention. */
  #decode(input: tf.Tensor2D, memory: Memory, pass: Pass): tf.Tensor3D {
    const options = this.#options;
    const { onAttention } = pass;
    let x = this.#embed(input, this.#targetTable, this.#targetPositions, pass);
    for (const [layer, block] of this.#decoder.entries()) {
      const { keyValue, mask } = memory[layer]!;
      const look = onAttention && ((w: tf.Tensor4D) => onAttention('cross', layer, w));
      const attend = (x: tf.Tensor3D) => this.#attend(x, layer, pass);
      const cross = (x: tf.Tensor3D) =>
        multiHeadAttention(x, keyValue, mask, block.cross, options, null, look);
      x = residualBlock(x, block.norm1, options, pass, attend);
      x = residualBlock(x, block.normCross, options, pass, cross);
      const { feedForward: weights } = block;
      const widen = (x: tf.Tensor3D) => feedForward(x, weights, options.activation);
      x = residualBlock(x, block.norm2, options, pass, widen);
    }
    if (this.#decoderNorm !== null) x = applyNorm(x, this.#decoderNorm);
    const output = this.#head ?? tf.transpose(this.#targetTable);
    return linear(x, output as tf.Tensor2D);
  }
  // #endregion decoder

  loss({ source, input, labels, weights }: SequenceBatch, random: StepRandom | null): tf.Scalar {
    const pass: Pass = { random: random?.dropout ?? null };
    const logits = this.#decode(input, this.#encode(source, pass), pass);
    const [B, T, V] = logits.shape;
    const flat = (x: tf.Tensor2D) => tf.reshape(x, [B * T]) as tf.Tensor1D;
    return crossEntropy(tf.reshape(logits, [B * T, V]), flat(labels), flat(weights));
  }

  logits({ source, input }: Pick<SequenceBatch, 'source' | 'input'>): tf.Tensor3D {
    const pass: Pass = { random: null };
    return tf.tidy(() => this.#decode(input, this.#encode(source, pass), pass));
  }

  async greedy(source: tf.Tensor2D, maxLength: number): Promise<number[][]> {
    const { bos, eos, layers, width } = this.#options;
    const B = source.shape[0];
    const memory = tidy(() => this.#encode(source, { random: null }));
    const cache = new KeyValueCache(B, maxLength + 1, layers, width);
    const sequences = await decodeGreedily(B, bos, eos, maxLength, (last) =>
      cache.reading(1, () => {
        const input = tf.tensor2d(last, [B, 1], 'int32');
        const logits = this.#decode(input, memory, { random: null, cache }); // [B, 1, V]
        return tf.reshape(tf.argMax(logits, 2), [B]) as tf.Tensor1D;
      }),
    );
    cache.dispose();
    dispose(memory);
    return sequences;
  }

  attention(source: tf.Tensor2D, input: tf.Tensor2D): Promise<AttentionLayer[]> {
    return recordAttention((pass) => this.#decode(input, this.#encode(source, pass), pass));
  }

  dispose(): void {
    this.parameters.dispose();
    this.#mask.dispose();
    if (this.#rotation !== null) dispose(this.#rotation);
    if (this.#options.positions === 'sinusoidal') {
      tf.dispose([this.#sourcePositions!, this.#targetPositions!]);
    }
  }
}

/**
 * An LSTM encoder–decoder (Sutskever et al. 2014) with optional attention: dot (Luong et al. 2015)
 * or additive (Bahdanau et al. 2015).
 *
 * B batch, S source time, T target time, E embedding, H hidden, V vocabulary, L layers.
 */
import * as tf from '@tensorflow/tfjs-core';
import { additiveScores } from '../engine/ops/additive-scores/index.ts';
import { masked } from '../engine/ops/attention/index.ts';
import { crossEntropy } from '../engine/ops/cross-entropy/index.ts';
import { dropout } from '../engine/ops/dropout/index.ts';
import { embedding } from '../engine/ops/embedding/index.ts';
import { linear } from '../engine/ops/linear/index.ts';
import { lstmLayer, type LstmState } from '../engine/ops/lstm/index.ts';
import { dispose, tidy } from '../engine/tidy.ts';
import { glorot, ParameterSet, uniform, zeros, type Initializer } from '../engine/parameters.ts';
import type { Random } from '../maths/random/streams.ts';
import { decodeGreedily } from './greedy.ts';
import type { AttentionLayer, SequenceBatch, SequenceModel, StepRandom } from './model.ts';

export interface LstmOptions {
  readonly sourceVocabulary: number;
  readonly targetVocabulary: number;
  readonly embedding: number;
  readonly hidden: number;
  readonly layers: number;
  readonly attention: 'none' | 'dot' | 'additive';
  /** Share of decoder inputs taken from the target rather than the model's own output, 0 … 1. */
  readonly teacherForcing: number;
  readonly dropout: number;
  readonly pad: number;
  readonly bos: number;
  readonly eos: number;
}

interface Cell {
  readonly input: tf.Tensor2D;
  readonly recurrent: tf.Tensor2D;
  readonly bias: tf.Tensor1D;
}

/** What the decoder may look back at: the top encoder layer's states. */
interface Memory {
  /** [B, S, H] */
  readonly states: tf.Tensor3D;
  /** For additive attention, states W_k; otherwise the states themselves. [B, S, H] */
  readonly keys: tf.Tensor3D;
  /** 0 or −10⁹ on padding, [B, 1, S] */
  readonly mask: tf.Tensor3D;
}

/** The decoder between two steps. */
interface Decoder {
  readonly states: readonly LstmState[];
  readonly memory: Memory;
}

/** What decoding gives: features [B, T, H], attention [B, T, S] and where the decoder stands now. */
interface Decoded {
  readonly features: tf.Tensor3D;
  readonly weights: tf.Tensor3D | null;
  readonly decoder: Decoder;
}

/** Zeros but for the forget gate (the second quarter), which starts open (Jozefowicz et al. 2015). */
const gateBias: Initializer = (size) => new Float32Array(size).fill(1, size / 4, size / 2);

export class LstmSeq2Seq implements SequenceModel {
  readonly kind = 'pairs';
  readonly parameters: ParameterSet;
  readonly #options: LstmOptions;
  readonly #sourceTable: tf.Tensor2D;
  readonly #targetTable: tf.Tensor2D;
  readonly #encoder: readonly Cell[];
  readonly #decoder: readonly Cell[];
  readonly #combine: tf.Tensor2D | null;
  readonly #score: { query: tf.Tensor2D; key: tf.Tensor2D; v: tf.Tensor2D } | null;
  readonly #head: tf.Tensor2D;
  readonly #headBias: tf.Tensor1D;

  constructor(options: LstmOptions, random: Random) {
    const { embedding: E, hidden: H, layers, sourceVocabulary, targetVocabulary: V } = options;
    const parameters = new ParameterSet(random);
    const matrix = (name: string, rows: number, columns: number) =>
      parameters.add<tf.Rank.R2>(name, [rows, columns], glorot(rows, columns));
    const cells = (name: string): Cell[] =>
      Array.from({ length: layers }, (_, layer) => ({
        input: matrix(`${name}${layer}.input`, layer === 0 ? E : H, 4 * H),
        recurrent: matrix(`${name}${layer}.recurrent`, H, 4 * H),
        bias: parameters.add<tf.Rank.R1>(`${name}${layer}.bias`, [4 * H], gateBias),
      }));
    this.parameters = parameters;
    this.#options = options;
    this.#sourceTable = parameters.add('source', [sourceVocabulary, E], uniform(0.3));
    this.#targetTable = parameters.add('target', [V, E], uniform(0.3));
    this.#encoder = cells('encoder');
    this.#decoder = cells('decoder');
    this.#combine = options.attention === 'none' ? null : matrix('combine', 2 * H, H);
    this.#score =
      options.attention === 'additive'
        ? {
            query: matrix('score.query', H, H),
            key: matrix('score.key', H, H),
            v: matrix('score.v', H, 1),
          }
        : null;
    this.#head = matrix('head', H, V);
    this.#headBias = parameters.add<tf.Rank.R1>('head.bias', [V], zeros);
  }

  // #region encoder
  /** Reads source [B, S]; padding leaves the states untouched. Hands over every layer's h and c. */
  #encode(source: tf.Tensor2D, random: Random | null): Decoder {
    const [B, S] = source.shape;
    const { hidden: H, embedding: E, pad } = this.#options;
    const real = tf.cast(tf.notEqual(source, pad), 'float32') as tf.Tensor2D; // [B, S]
    const rows = embedding(this.#sourceTable, tf.reshape(source, [B * S]));
    let x = tf.reshape(rows, [B, S, E]) as tf.Tensor3D;
    const states = this.#encoder.map((cell) => {
      const start = { h: tf.zeros<tf.Rank.R2>([B, H]), c: tf.zeros<tf.Rank.R2>([B, H]) };
      const projected = linear(x, cell.input, cell.bias); // [B, S, 4H]
      const { outputs, state } = lstmLayer(projected, start, cell.recurrent, real);
      x = dropout(outputs, this.#options.dropout, random); // [B, S, H]
      return state;
    });
    const keys = this.#score === null ? x : linear(x, this.#score.key);
    const mask = tf.reshape(tf.mul(tf.sub(1, real), masked), [B, 1, S]) as tf.Tensor3D;
    return { states, memory: { states: x, keys, mask } };
  }
  // #endregion encoder

  // #region decoder
  /** Reads ids [B, T], the tokens before those to be written; features [B, T, H] go to the head. */
  #decode(ids: tf.Tensor2D, { states, memory }: Decoder, random: Random | null): Decoded {
    const [B, T] = ids.shape;
    const rows = embedding(this.#targetTable, tf.reshape(ids, [B * T]));
    let x = tf.reshape(rows, [B, T, this.#options.embedding]) as tf.Tensor3D;
    const next = this.#decoder.map((cell, layer) => {
      const projected = linear(x, cell.input, cell.bias); // [B, T, 4H]
      const { outputs, state } = lstmLayer(projected, states[layer]!, cell.recurrent, null);
      x = dropout(outputs, this.#options.dropout, random); // [B, T, H]
      return state;
    });
    return { ...this.#attend(x, memory), decoder: { states: next, memory } };
  }
  // #endregion decoder

  // #region attention
  /** Looks back at the encoder's states from the decoder's outputs h [B, T, H]. */
  #attend(h: tf.Tensor3D, { states, keys, mask }: Memory) {
    if (this.#combine === null) return { features: h, weights: null };
    const [B, T, H] = h.shape;
    const scores = (): tf.Tensor => {
      if (this.#score === null) {
        return tf.div(tf.matMul(h, keys, false, true), Math.sqrt(H)); // dot: h h̄ᵀ / √H
      }
      const query = linear(h, this.#score.query);
      return additiveScores(query, keys, this.#score.v); // tanh(h W_q + h̄ W_k) v
    };
    const weights = tf.softmax(tf.add(scores(), mask)) as tf.Tensor3D; // [B, T, S]
    const context = tf.matMul(weights, states); // [B, T, H]
    const both = tf.reshape(tf.concat([h, context], 2), [B, T, 2 * H]) as tf.Tensor3D;
    return { features: tf.tanh(linear(both, this.#combine)), weights };
  }
  // #endregion attention

  loss({ source, input, labels, weights }: SequenceBatch, random: StepRandom | null): tf.Scalar {
    const [B, T] = input.shape;
    const encoded = this.#encode(source, random?.dropout ?? null);
    const features =
      random === null || this.#options.teacherForcing === 1
        ? this.#decode(input, encoded, random?.dropout ?? null).features
        : this.#scheduledSampling(input, encoded, random);
    const logits = tf.reshape(this.#logits(features), [B * T, -1]) as tf.Tensor2D;
    const flat = (x: tf.Tensor2D) => tf.reshape(x, [B * T]) as tf.Tensor1D;
    return crossEntropy(logits, flat(labels), flat(weights));
  }

  logits({ source, input }: Pick<SequenceBatch, 'source' | 'input'>): tf.Tensor3D {
    return tf.tidy(() => {
      const { features } = this.#decode(input, this.#encode(source, null), null);
      return this.#logits(features);
    });
  }

  /** Each next input is the true token or, with probability 1 − r, the model's own guess (Bengio et al. 2015). */
  #scheduledSampling(input: tf.Tensor2D, encoded: Decoder, random: StepRandom): tf.Tensor3D {
    const [B, T] = input.shape;
    const given = tf.split(input, T, 1) as tf.Tensor2D[]; // T × [B, 1]
    const features: tf.Tensor3D[] = [];
    let decoder = encoded;
    let ids = given[0]!;
    for (let t = 0; t < T; t++) {
      const step = this.#decode(ids, decoder, random.dropout);
      decoder = step.decoder;
      features.push(step.features);
      if (t + 1 === T) break;
      const forced = Array.from(
        { length: B },
        () => random.teacher.uniform() < this.#options.teacherForcing,
      );
      const guess = tf.argMax(this.#logits(step.features), 2) as tf.Tensor2D; // [B, 1]
      ids = tf.where(tf.tensor2d(forced, [B, 1], 'bool'), given[t + 1]!, guess);
    }
    return tf.concat(features, 1) as tf.Tensor3D;
  }

  /** [B, T, H] → [B, T, V] */
  #logits(features: tf.Tensor3D): tf.Tensor3D {
    return linear(features, this.#head, this.#headBias);
  }

  // #region greedy
  /** Writes freely: each step reads the token the model wrote before, until eos. @param source [B, S] */
  async greedy(source: tf.Tensor2D, maxLength: number): Promise<number[][]> {
    const { bos, eos } = this.#options;
    const B = source.shape[0];
    let decoder = tidy(() => this.#encode(source, null));
    const sequences = await decodeGreedily(B, bos, eos, maxLength, (last) => {
      const { ids, states } = tidy(() => {
        const step = this.#decode(tf.tensor2d(last, [B, 1], 'int32'), decoder, null);
        const ids = tf.reshape(tf.argMax(this.#logits(step.features), 2), [B]) as tf.Tensor1D;
        return { ids, states: step.decoder.states };
      });
      dispose(decoder.states);
      decoder = { states, memory: decoder.memory };
      return ids;
    });
    dispose(decoder);
    return sequences;
  }
  // #endregion greedy

  async attention(source: tf.Tensor2D, input: tf.Tensor2D): Promise<AttentionLayer[]> {
    if (this.#combine === null) return [];
    const weights = tf.tidy(() => this.#decode(input, this.#encode(source, null), null).weights!);
    const [head] = (await weights.array()) as number[][][];
    weights.dispose();
    return [{ kind: 'cross', layer: 0, heads: [head!] }];
  }

  dispose(): void {
    this.parameters.dispose();
  }
}

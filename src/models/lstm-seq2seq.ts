/**
 * An LSTM encoder–decoder (Sutskever et al. 2014) with optional attention: dot (Luong et al. 2015)
 * or additive (Bahdanau et al. 2015).
 *
 * B batch, S source time, T target time, E embedding, H hidden, V vocabulary, L layers.
 */
import * as tf from '@tensorflow/tfjs-core';
import { masked } from '../engine/ops/attention/index.ts';
import { crossEntropy } from '../engine/ops/cross-entropy/index.ts';
import { dropout } from '../engine/ops/dropout/index.ts';
import { embedding } from '../engine/ops/embedding/index.ts';
import { linear } from '../engine/ops/linear/index.ts';
import { holdState, lstmStep, type LstmState } from '../engine/ops/lstm/index.ts';
import { dispose, tidy } from '../engine/tidy.ts';
import { glorot, ParameterSet, uniform, zeros, type Initializer } from '../engine/parameters.ts';
import type { Random } from '../maths/random.ts';
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
  /** 0 or −10⁹ on padding, [B, S] */
  readonly mask: tf.Tensor2D;
}

/** The decoder between two steps. */
interface Decoder {
  readonly states: readonly LstmState[];
  readonly memory: Memory;
}

/** Zeros but for the forget gate (the second quarter), which starts open (Jozefowicz et al. 2015). */
const gateBias: Initializer = (size) => new Float32Array(size).fill(1, size / 4, size / 2);

export class LstmSeq2Seq implements SequenceModel {
  readonly kind = 'seq2seq';
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
        ? { query: matrix('score.query', H, H), key: matrix('score.key', H, H), v: matrix('score.v', H, 1) }
        : null;
    this.#head = matrix('head', H, V);
    this.#headBias = parameters.add<tf.Rank.R1>('head.bias', [V], zeros);
  }

  // #region encoder
  /** Reads source [B, S]; padding leaves the states untouched. Hands over every layer's h and c. */
  #encode(source: tf.Tensor2D, random: Random | null): Decoder {
    const [B, S] = source.shape;
    const { hidden: H, embedding: E, pad } = this.#options;
    const real = tf.cast(tf.notEqual(source, pad), 'float32'); // [B, S]
    const running = tf.split(real, S, 1) as tf.Tensor2D[]; // S × [B, 1]
    const rows = embedding(this.#sourceTable, tf.reshape(source, [B * S]));
    let x = tf.reshape(rows, [B, S, E]) as tf.Tensor3D;
    const states = this.#encoder.map((cell) => {
      const projected = tf.unstack(linear(x, cell.input, cell.bias), 1) as tf.Tensor2D[];
      let state: LstmState = { h: tf.zeros([B, H]), c: tf.zeros([B, H]) };
      const outputs = projected.map((step, t) => {
        state = holdState(lstmStep(step, state, cell.recurrent), state, running[t]!);
        return state.h;
      });
      x = dropout(tf.stack(outputs, 1) as tf.Tensor3D, this.#options.dropout, random);
      return state;
    });
    const keys = this.#score === null ? x : linear(x, this.#score.key);
    const mask = tf.mul(tf.sub(1, real), masked) as tf.Tensor2D;
    return { states, memory: { states: x, keys, mask } }; // x: [B, S, H]
  }
  // #endregion encoder

  // #region decoder
  /** One decoder step. @param ids [B], the token before. @returns the feature [B, H] that the head reads */
  #step(ids: tf.Tensor1D, { states, memory }: Decoder, random: Random | null) {
    let x = embedding(this.#targetTable, ids); // [B, E]
    const next = this.#decoder.map((cell, layer) => {
      const state = lstmStep(linear(x, cell.input, cell.bias), states[layer]!, cell.recurrent);
      x = dropout(state.h, this.#options.dropout, random);
      return state;
    });
    const { feature, weights } = this.#attend(x, memory);
    return { feature, weights, decoder: { states: next, memory } };
  }
  // #endregion decoder

  // #region attention
  /** Looks back at the encoder's states from the decoder's h [B, H]. */
  #attend(h: tf.Tensor2D, { states, keys, mask }: Memory) {
    if (this.#combine === null) return { feature: h, weights: null };
    const [B, S, H] = states.shape;
    const scores = (): tf.Tensor => {
      if (this.#score === null) {
        return tf.div(tf.matMul(keys, tf.reshape(h, [B, H, 1])), Math.sqrt(H)); // dot: k·h / √H
      }
      const query = tf.reshape(linear(h, this.#score.query), [B, 1, H]);
      return linear(tf.tanh(tf.add(keys, query)), this.#score.v); // additive: v·tanh(W_q h + W_k k)
    };
    const weights = tf.softmax(tf.add(tf.reshape(scores(), [B, S]), mask)) as tf.Tensor2D; // [B, S]
    const context = tf.matMul(tf.reshape(weights, [B, 1, S]), states) as tf.Tensor3D; // [B, 1, H]
    const both = tf.concat([h, tf.reshape(context, [B, H])], 1) as tf.Tensor2D; // [B, 2H]
    return { feature: tf.tanh(linear(both, this.#combine)), weights };
  }
  // #endregion attention

  loss({ source, input, labels, weights }: SequenceBatch, random: StepRandom | null): tf.Scalar {
    const [B, T] = input.shape;
    const drop = random?.dropout ?? null;
    let decoder = this.#encode(source, drop);
    const given = tf.unstack(input, 1) as tf.Tensor1D[]; // T × [B]
    const features: tf.Tensor2D[] = [];
    let ids = given[0]!;
    for (let t = 0; t < T; t++) {
      const step = this.#step(ids, decoder, drop);
      decoder = step.decoder;
      features.push(step.feature);
      if (t + 1 < T) ids = this.#nextInput(given[t + 1]!, step.feature, random);
    }
    const all = tf.reshape(tf.stack(features, 1), [B * T, this.#options.hidden]) as tf.Tensor2D;
    const flat = (x: tf.Tensor2D) => tf.reshape(x, [B * T]) as tf.Tensor1D;
    return crossEntropy(this.#logits(all), flat(labels), flat(weights));
  }

  /** The true token, or with probability 1 − r for each example the model's own guess (Bengio et al. 2015). */
  #nextInput(target: tf.Tensor1D, feature: tf.Tensor2D, random: StepRandom | null): tf.Tensor1D {
    const r = this.#options.teacherForcing;
    if (random === null || r === 1) return target;
    const [B] = target.shape;
    const forced = Array.from({ length: B }, () => random.teacher.uniform() < r);
    const guess = tf.argMax(this.#logits(feature), 1) as tf.Tensor1D;
    return tf.where(tf.tensor1d(forced, 'bool'), target, guess);
  }

  #logits(features: tf.Tensor2D): tf.Tensor2D {
    return linear(features, this.#head, this.#headBias);
  }

  // #region greedy
  /** Writes freely: each step reads the token the model wrote before, until eos. @param source [B, S] */
  async greedy(source: tf.Tensor2D, maxLength: number): Promise<number[][]> {
    const { bos, eos } = this.#options;
    let decoder = tidy(() => this.#encode(source, null));
    const sequences = await decodeGreedily(source.shape[0], bos, eos, maxLength, (last) => {
      const result = tidy(() => {
        const step = this.#step(tf.tensor1d(last, 'int32'), decoder, null);
        return { ids: tf.argMax(this.#logits(step.feature), 1), states: step.decoder.states };
      });
      dispose(decoder.states);
      decoder = { states: result.states, memory: decoder.memory };
      return result.ids as tf.Tensor1D;
    });
    dispose(decoder);
    return sequences;
  }
  // #endregion greedy

  async attention(source: tf.Tensor2D, input: tf.Tensor2D): Promise<AttentionLayer[]> {
    if (this.#combine === null) return [];
    const rows = tf.tidy(() => {
      let decoder = this.#encode(source, null);
      const weights = (tf.unstack(input, 1) as tf.Tensor1D[]).map((ids) => {
        const step = this.#step(ids, decoder, null);
        decoder = step.decoder;
        return step.weights!; // [1, S]
      });
      return tf.concat(weights, 0); // [T, S]
    });
    const head = (await rows.array()) as number[][];
    rows.dispose();
    return [{ kind: 'cross', layer: 0, heads: [head] }];
  }

  dispose(): void {
    this.parameters.dispose();
  }
}

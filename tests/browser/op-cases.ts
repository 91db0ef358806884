/** Every operation of ours with its plain composition, its version in float64 and the shapes it must take. */
import * as tf from '@tensorflow/tfjs-core';
import { gelu, silu } from '../../src/engine/ops/activation/index.ts';
import { additiveScores } from '../../src/engine/ops/additive-scores/index.ts';
import {
  masked,
  scaledDotProductAttention,
  type Mask,
} from '../../src/engine/ops/attention/index.ts';
import { crossEntropy } from '../../src/engine/ops/cross-entropy/index.ts';
import { addDropped, dropout } from '../../src/engine/ops/dropout/index.ts';
import { embedding } from '../../src/engine/ops/embedding/index.ts';
import { geluFeedForward } from '../../src/engine/ops/feed-forward/index.ts';
import { branchNorm, layerNorm } from '../../src/engine/ops/layer-norm/index.ts';
import { linear } from '../../src/engine/ops/linear/index.ts';
import { lstmLayer, lstmStep } from '../../src/engine/ops/lstm/index.ts';
import { rotary } from '../../src/engine/ops/rotary/index.ts';
import { createRandom, type Random } from '../../src/maths/random/streams.ts';
import { threefry } from '../../src/maths/random/threefry.ts';
import {
  keysAndValues,
  multiHeadAttention,
  type AttentionWeights,
} from '../../src/models/layers.ts';
import * as reference64 from './reference64.ts';
import { randomTensor, type Differentiable } from './support.ts';

/** An operation at one shape. */
export interface Example {
  readonly operation: Differentiable;
  /** The same in TensorFlow.js's own operations. */
  readonly composition: Differentiable;
  /** The same in float64. */
  readonly reference: (...inputs: Float64Array[]) => Float64Array;
  readonly inputs: tf.Tensor[];
}

export interface OpCase {
  readonly name: string;
  /** The smallest and largest value of each dimension. */
  readonly dimensions: Readonly<Record<string, readonly [number, number]>>;
  make(sizes: Readonly<Record<string, number>>, random: Random): Example;
}

function opCase<D extends string>(
  name: string,
  dimensions: Readonly<Record<D, readonly [number, number]>>,
  make: (sizes: Readonly<Record<D, number>>, random: Random) => Example,
): OpCase {
  return { name, dimensions, make };
}

const one = (size: number, random: Random) => randomTensor<tf.Rank.R1>([size], random);
const two = (shape: [number, number], random: Random, scale = 1) =>
  randomTensor<tf.Rank.R2>(shape, random, scale);
const three = (shape: [number, number, number], random: Random) =>
  randomTensor<tf.Rank.R3>(shape, random);
const four = (shape: [number, number, number, number], random: Random) =>
  randomTensor<tf.Rank.R4>(shape, random);

const integers = (count: number, limit: number, random: Random): number[] =>
  Array.from({ length: count }, () => random.integer(limit));

/** Lengths 1 … T of B rows, and [B, T] with 1 where a token is real. */
function drawLengths(B: number, T: number, random: Random) {
  const lengths = integers(B, T, random).map((n) => n + 1);
  const rows = lengths.map((n) => Array.from({ length: T }, (_, t) => Number(t < n)));
  return { lengths, real: tf.tensor2d(rows) };
}

/** What dropout multiplies so many elements by. */
function dropoutMaskOf(size: number, rate: number, seed: number): number[] {
  const stream = createRandom(seed, 'dropout');
  const key = [stream.integer(2 ** 32), stream.integer(2 ** 32)] as const;
  const words = Array.from({ length: size }, (_, i) => threefry([i >> 1, 0], key)[i % 2]!);
  return words.map((word) => (word < rate * 2 ** 32 ? 0 : 1 / (1 - rate)));
}

/** softmax(q kᵀ / √D + mask) v by sums over products. All [B, H, …, D]. */
function plainAttention(q: tf.Tensor, k: tf.Tensor, v: tf.Tensor, mask: tf.Tensor): tf.Tensor {
  const D = q.shape[3]!;
  const products = tf.mul(tf.expandDims(q, 3), tf.expandDims(k, 2)); // [B, H, T, S, D]
  const shifted = tf.add(tf.div(tf.sum(products, 4), Math.sqrt(D)), mask);
  const e = tf.exp(tf.sub(shifted, tf.max(shifted, 3, true)));
  const p = tf.div(e, tf.sum(e, 3, true));
  return tf.sum(tf.mul(tf.expandDims(p, 4), tf.expandDims(v, 2)), 3);
}

export const opCases: readonly OpCase[] = [
  opCase('linear', { B: [1, 3], T: [1, 5], I: [1, 9], O: [1, 9] }, ({ B, T, I, O }, random) => ({
    operation: (x, w, b) => linear(x!, w as tf.Tensor2D, b as tf.Tensor1D),
    composition: (x, w, b) => {
      const products = tf.mul(tf.reshape(x!, [B, T, I, 1]), w!);
      return tf.add(tf.sum(products, 2), b!);
    },
    reference: (x, w, b) => reference64.linear(x, w, b, B * T),
    inputs: [three([B, T, I], random), two([I, O], random), one(O, random)],
  })),

  opCase('embedding', { V: [2, 11], C: [1, 9], N: [1, 17] }, ({ V, C, N }, random) => {
    const list = integers(N, V, random);
    const ids = tf.tensor1d(list, 'int32');
    return {
      operation: (table) => embedding(table as tf.Tensor2D, ids),
      composition: (table) =>
        tf.matMul(tf.cast(tf.oneHot(ids, V), 'float32') as tf.Tensor2D, table as tf.Tensor2D),
      reference: (table) => reference64.embedding(table, list, C),
      inputs: [two([V, C], random)],
    };
  }),

  // Two elements of nearly the same size make 1/σ as large as 1/√ε, so a row has at least three.
  opCase('layer norm', { N: [1, 7], C: [3, 31] }, ({ N, C }, random) => ({
    operation: (x, gain, bias) =>
      layerNorm(x as tf.Tensor2D, gain as tf.Tensor1D, bias as tf.Tensor1D),
    composition: (x, gain, bias) => {
      const { mean, variance } = tf.moments(x!, 1, true);
      const normal = tf.div(tf.sub(x!, mean), tf.sqrt(tf.add(variance, 1e-5)));
      return tf.add(tf.mul(normal, gain!), bias!);
    },
    reference: reference64.layerNorm,
    inputs: [two([N, C], random, 2), one(C, random), one(C, random)],
  })),

  opCase('where a branch begins', { N: [1, 7], C: [3, 31] }, ({ N, C }, random) => ({
    operation: (x, gain, bias) => {
      const both = branchNorm(x as tf.Tensor2D, gain as tf.Tensor1D, bias as tf.Tensor1D);
      return tf.concat(both, 0);
    },
    composition: (x, gain, bias) => {
      const { mean, variance } = tf.moments(x!, 1, true);
      const normal = tf.div(tf.sub(x!, mean), tf.sqrt(tf.add(variance, 1e-5)));
      return tf.concat([x!, tf.add(tf.mul(normal, gain!), bias!)], 0);
    },
    reference: (x, gain, bias) =>
      Float64Array.from([...x!, ...reference64.layerNorm(x!, gain!, bias!)]),
    inputs: [two([N, C], random, 2), one(C, random), one(C, random)],
  })),

  opCase('cross-entropy', { N: [1, 13], V: [2, 21] }, ({ N, V }, random) => {
    const list = integers(N, V, random);
    const counted = integers(N, 2, random).map((weight, n) => (n === 0 ? 1 : weight));
    const [labels, weights] = [tf.tensor1d(list, 'int32'), tf.tensor1d(counted)];
    return {
      operation: (z) => crossEntropy(z as tf.Tensor2D, labels, weights),
      composition: (z) => {
        const logP = tf.logSoftmax(z as tf.Tensor2D);
        const picked = tf.sum(tf.mul(tf.cast(tf.oneHot(labels, V), 'float32'), logP), 1);
        return tf.neg(tf.div(tf.sum(tf.mul(picked, weights)), tf.sum(weights)));
      },
      reference: (z) => reference64.crossEntropy(z, list, counted),
      inputs: [two([N, V], random, 3)],
    };
  }),

  opCase('GELU', { N: [1, 9], C: [1, 9] }, ({ N, C }, random) => ({
    operation: (x) => gelu(x!),
    composition: (x) => tf.mul(tf.mul(x!, 0.5), tf.add(1, tf.erf(tf.mul(x!, Math.SQRT1_2)))),
    reference: reference64.gelu,
    inputs: [two([N, C], random, 2)],
  })),

  opCase('SiLU', { N: [1, 9], C: [1, 9] }, ({ N, C }, random) => ({
    operation: (x) => silu(x!),
    composition: (x) => tf.div(x!, tf.add(1, tf.exp(tf.neg(x!)))),
    reference: reference64.silu,
    inputs: [two([N, C], random, 2)],
  })),

  opCase('dropout', { N: [1, 5], C: [1, 11], percent: [1, 60] }, ({ N, C, percent }, random) => {
    const [rate, seed] = [percent / 100, random.integer(1000)];
    const mask = dropoutMaskOf(N * C, rate, seed);
    return {
      operation: (x) => dropout(x!, rate, createRandom(seed, 'dropout')),
      composition: (x) => tf.mul(x!, tf.tensor2d(mask, [N, C])),
      reference: (x) => x!.map((value, i) => value * mask[i]!),
      inputs: [two([N, C], random)],
    };
  }),

  opCase(
    'a sum with dropout',
    { N: [1, 5], C: [1, 11], percent: [1, 60] },
    ({ N, C, percent }, random) => {
      const [rate, seed] = [percent / 100, random.integer(1000)];
      const mask = dropoutMaskOf(N * C, rate, seed);
      return {
        operation: (x, y) => addDropped(x!, y!, rate, createRandom(seed, 'dropout')),
        composition: (x, y) => tf.add(x!, tf.mul(y!, tf.tensor2d(mask, [N, C]))),
        reference: (x, y) => x!.map((value, i) => value + y![i]! * mask[i]!),
        inputs: [two([N, C], random), two([N, C], random)],
      };
    },
  ),

  opCase('feed-forward', { N: [1, 9], C: [1, 9], F: [1, 13] }, ({ N, C, F }, random) => ({
    operation: (x, up, upBias, down, downBias) =>
      geluFeedForward(
        ...[x!, up as tf.Tensor2D, upBias as tf.Tensor1D],
        ...[down as tf.Tensor2D, downBias as tf.Tensor1D],
      ),
    composition: (x, up, upBias, down, downBias) => {
      const inner = tf.add(tf.sum(tf.mul(tf.reshape(x!, [N, C, 1]), up!), 1), upBias!);
      const error = tf.erf(tf.mul(inner, Math.SQRT1_2));
      const hidden = tf.mul(tf.mul(inner, 0.5), tf.add(1, error));
      return tf.add(tf.sum(tf.mul(tf.reshape(hidden, [N, F, 1]), down!), 1), downBias!);
    },
    reference: (x, up, upBias, down, downBias) => {
      const hidden = reference64.gelu(reference64.linear(x, up, upBias, N));
      return reference64.linear(hidden, down, downBias, N);
    },
    inputs: [
      ...[two([N, C], random), two([C, F], random), one(F, random)],
      ...[two([F, C], random), one(C, random)],
    ],
  })),

  opCase(
    'rotary positions',
    { B: [1, 3], T: [1, 5], H: [1, 3], half: [1, 9], rest: [0, 5], first: [0, 3], later: [0, 2] },
    ({ B, T, H, half, rest, first, later }, random) => {
      const [D, S] = [2 * half, first + T + later];
      const W = H * D + rest;
      const angle = (position: number, pair: number) => position / 10000 ** (pair / half);
      const table = (f: (angle: number) => number) => {
        const rows = Array.from({ length: S }, (_, i) =>
          Array.from({ length: half }, (_, j) => f(angle(i, j))),
        );
        return tf.tensor2d(rows);
      };
      const rotation = { cos: table(Math.cos), sin: table(Math.sin), first };
      // What each position multiplies a row by, [T, W, W].
      const matrices = Array.from({ length: T }, (_, t) => {
        const matrix = Array.from({ length: W }, (_, i) => new Float32Array(W).fill(1, i, i + 1));
        for (let pair = 0; pair < H * half; pair++) {
          const a = Math.floor(pair / half) * D + (pair % half);
          const [b, turn] = [a + half, angle(first + t, pair % half)];
          matrix[a]![a] = matrix[b]![b] = Math.cos(turn);
          matrix[a]![b] = Math.sin(turn);
          matrix[b]![a] = -Math.sin(turn);
        }
        return matrix;
      });
      return {
        operation: (x) => rotary(x as tf.Tensor3D, H, rotation),
        composition: (x) =>
          tf.sum(tf.mul(tf.reshape(x!, [B, T, W, 1]), tf.tensor(matrices, [T, W, W])), 2),
        reference: (x) => reference64.rotary(x, { T, W, H, D, first }),
        inputs: [three([B, T, W], random)],
      };
    },
  ),

  opCase(
    'additive scores',
    { B: [1, 3], T: [1, 4], S: [1, 5], H: [1, 9] },
    ({ B, T, S, H }, random) => ({
      operation: (query, key, v) =>
        additiveScores(query as tf.Tensor3D, key as tf.Tensor3D, v as tf.Tensor2D),
      composition: (query, key, v) => {
        const sums = tf.add(tf.reshape(query!, [B, T, 1, H]), tf.reshape(key!, [B, 1, S, H]));
        return tf.sum(tf.mul(tf.tanh(sums), tf.reshape(v!, [H])), 3);
      },
      reference: (query, key, v) => reference64.additiveScores(query, key, v, B),
      inputs: [three([B, T, H], random), three([B, S, H], random), two([H, 1], random)],
    }),
  ),

  opCase(
    'attention',
    { B: [1, 2], H: [1, 3], T: [1, 6], S: [1, 6], D: [1, 5] },
    ({ B, H, T, S, D }, random) => {
      const blocked = integers(S, 3, random).map((n, s) => (s > 0 && n === 0 ? masked : 0));
      const mask = tf.tensor(blocked, [1, 1, 1, S]);
      return {
        operation: (q, k, v) =>
          scaledDotProductAttention(q as tf.Tensor4D, k as tf.Tensor4D, v as tf.Tensor4D, mask)
            .output,
        composition: (q, k, v) => plainAttention(q!, k!, v!, mask),
        // Heads that lie apart are so many examples of one head.
        reference: (q, k, v) => {
          const sizes = { B: B * H, H: 1, T, S, D };
          return reference64.multiHeadAttention(q, k, v, sizes, (_b, _t, s) => blocked[s] === 0);
        },
        inputs: [
          four([B, H, T, D], random),
          four([B, H, S, D], random),
          four([B, H, S, D], random),
        ],
      };
    },
  ),

  opCase(
    'multi-head attention',
    { B: [1, 3], H: [1, 3], T: [1, 7], S: [1, 7], D: [1, 5], causal: [0, 1] },
    ({ B, H, T, S: sources, D, causal }, random) => {
      const [C, S] = [H * D, causal === 1 ? T : sources];
      const { lengths, real } = drawLengths(B, S, random);
      const seen = (b: number, t: number, s: number) => (causal === 1 ? s <= t : s < lengths[b]!);
      const added = tf.tensor4d(
        Array.from({ length: B * T * S }, (_, at) => {
          const [b, t, s] = [Math.floor(at / (T * S)), Math.floor(at / S) % T, at % S];
          return seen(b, t, s) ? 0 : masked;
        }),
        [B, 1, T, S],
      );
      const mask: Mask = {
        causal: causal === 1,
        real: causal === 1 ? null : real,
        added: () => added,
      };
      const options = {
        ...{ width: C, heads: H, layers: 1, dropout: 0 },
        ...({ activation: 'gelu', norm: 'pre', positions: 'learned' } as const),
      };
      const names = ['query', 'queryBias', 'keyValue', 'keyValueBias', 'output', 'outputBias'];
      const split = (x: tf.Tensor, length: number) =>
        tf.transpose(tf.reshape(x, [B, length, H, D]), [0, 2, 1, 3]);
      const product = (x: tf.Tensor, w: tf.Tensor, b: tf.Tensor, rows: number) =>
        tf.add(tf.matMul(tf.reshape(x, [rows, C]) as tf.Tensor2D, w as tf.Tensor2D), b);
      return {
        operation: (x, y, ...given) => {
          const named = Object.fromEntries(names.map((name, i) => [name, given[i]]));
          const weights = named as unknown as AttentionWeights;
          const kv = keysAndValues(y as tf.Tensor3D, weights, options);
          return multiHeadAttention(x as tf.Tensor3D, kv, mask, weights, options);
        },
        composition: (x, y, wq, bq, wkv, bkv, wo, bo) => {
          const [k, v] = tf.split(product(y!, wkv!, bkv!, B * S), 2, 1) as [tf.Tensor, tf.Tensor];
          const q = split(product(x!, wq!, bq!, B * T), T);
          const heads = plainAttention(q, split(k, S), split(v, S), added);
          const joined = tf.transpose(heads, [0, 2, 1, 3]);
          return tf.reshape(product(joined, wo!, bo!, B * T), [B, T, C]);
        },
        reference: (...given) => {
          const [x, y, wq, bq, wkv, bkv, wo, bo] = given as [
            ...[Float64Array, Float64Array, Float64Array, Float64Array],
            ...[Float64Array, Float64Array, Float64Array, Float64Array],
          ];
          const q = reference64.linear(x, wq, bq, B * T);
          const kv = reference64.linear(y, wkv, bkv, B * S);
          const [k, v] = [
            kv.filter((_, i) => i % (2 * C) < C),
            kv.filter((_, i) => i % (2 * C) >= C),
          ];
          const heads = reference64.multiHeadAttention(q, k, v, { B, H, T, S, D }, seen);
          return reference64.linear(heads, wo, bo, B * T);
        },
        inputs: [
          ...[three([B, T, C], random), three([B, S, C], random)],
          ...[two([C, C], random, 0.5), one(C, random)],
          ...[two([C, 2 * C], random, 0.5), one(2 * C, random)],
          ...[two([C, C], random, 0.5), one(C, random)],
        ],
      };
    },
  ),

  opCase(
    'LSTM layer',
    { B: [1, 4], T: [1, 5], H: [1, 7], padded: [0, 1] },
    ({ B, T, H, padded }, random) => {
      const drawn = drawLengths(B, T, random);
      const lengths = padded === 1 ? drawn.lengths : drawn.lengths.map(() => T);
      const real = padded === 1 ? drawn.real : null;
      return {
        operation: (projected, recurrent, h, c) => {
          const start = { h: h as tf.Tensor2D, c: c as tf.Tensor2D };
          const given = projected as tf.Tensor3D;
          const layer = lstmLayer(given, start, recurrent as tf.Tensor2D, real);
          return tf.concat([layer.outputs, tf.expandDims(layer.state.c, 1)], 1);
        },
        composition: (projected, recurrent, h0, c0) => {
          let state = { h: h0 as tf.Tensor2D, c: c0 as tf.Tensor2D };
          const outputs: tf.Tensor[] = [];
          for (let t = 0; t < T; t++) {
            // Not unstack: its gradient throws for a single step in tfjs-core 4.22.
            const step = tf.reshape(tf.slice(projected!, [0, t, 0], [B, 1, 4 * H]), [B, 4 * H]);
            const next = lstmStep(step as tf.Tensor2D, state, recurrent as tf.Tensor2D);
            const r = tf.tensor2d(lengths.map((length) => [Number(t < length)]));
            const hold = (a: tf.Tensor, b: tf.Tensor) =>
              tf.add(tf.mul(r, a), tf.mul(tf.sub(1, r), b)) as tf.Tensor2D;
            state = { h: hold(next.h, state.h), c: hold(next.c, state.c) };
            outputs.push(state.h);
          }
          return tf.stack([...outputs, state.c], 1);
        },
        reference: (projected, recurrent, h, c) =>
          reference64.lstm(projected, recurrent, h, c, lengths),
        inputs: [
          three([B, T, 4 * H], random),
          two([H, 4 * H], random, 0.5),
          two([B, H], random),
          two([B, H], random),
        ],
      };
    },
  ),
];

/** Every operation of ours, on every backend, against its plain composition and by finite differences. */
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { gelu, silu } from '../../src/engine/ops/activation/index.ts';
import { masked, scaledDotProductAttention } from '../../src/engine/ops/attention/index.ts';
import { crossEntropy } from '../../src/engine/ops/cross-entropy/index.ts';
import { dropout } from '../../src/engine/ops/dropout/index.ts';
import { embedding, embeddingGradient } from '../../src/engine/ops/embedding/index.ts';
import { layerNorm } from '../../src/engine/ops/layer-norm/index.ts';
import { linear } from '../../src/engine/ops/linear/index.ts';
import { lstmLayer, lstmStep } from '../../src/engine/ops/lstm/index.ts';
import { createRandom, type Random } from '../../src/maths/random.ts';
import { rotate, rotationAt, rotations } from '../../src/models/layers.ts';
import {
  backends,
  difference,
  expectFiniteDifferences,
  expectSame,
  randomIds,
  randomTensor,
  useBackend,
  type Differentiable,
} from './support.ts';

interface Case {
  readonly name: string;
  /** Draws a shape (often odd, sometimes 1) and gives the operation, its composition and inputs. */
  make(random: Random): { fused: Differentiable; composition: Differentiable; inputs: tf.Tensor[] };
}

const size = (random: Random, most: number): number => 1 + random.integer(most);

const cases: readonly Case[] = [
  {
    name: 'linear',
    make(random) {
      const [B, T, I, O] = [size(random, 3), size(random, 5), size(random, 9), size(random, 9)];
      return {
        fused: (x, w, b) => linear(x!, w as tf.Tensor2D, b as tf.Tensor1D),
        composition: (x, w, b) => {
          const rows = tf.unstack(tf.reshape(x!, [B * T, I]));
          const outs = rows.map((row) =>
            tf.sum(tf.mul(tf.reshape(row, [I, 1]), w as tf.Tensor2D), 0),
          );
          return tf.reshape(tf.add(tf.stack(outs), b!), [B, T, O]);
        },
        inputs: [
          randomTensor<tf.Rank.R3>([B, T, I], random),
          randomTensor<tf.Rank.R2>([I, O], random),
          randomTensor<tf.Rank.R1>([O], random),
        ],
      };
    },
  },
  {
    name: 'embedding',
    make(random) {
      const [V, C, N] = [1 + size(random, 10), size(random, 9), size(random, 17)];
      const ids = randomIds(N, V, random);
      return {
        fused: (table) => embedding(table as tf.Tensor2D, ids),
        composition: (table) =>
          tf.matMul(tf.cast(tf.oneHot(ids, V), 'float32') as tf.Tensor2D, table as tf.Tensor2D),
        inputs: [randomTensor<tf.Rank.R2>([V, C], random)],
      };
    },
  },
  {
    name: 'layer norm',
    make(random) {
      const [N, C] = [size(random, 7), 2 + random.integer(30)];
      return {
        fused: (x, gain, bias) =>
          layerNorm(x as tf.Tensor2D, gain as tf.Tensor1D, bias as tf.Tensor1D),
        composition: (x, gain, bias) => {
          const { mean, variance } = tf.moments(x!, 1, true);
          const normal = tf.div(tf.sub(x!, mean), tf.sqrt(tf.add(variance, 1e-5)));
          return tf.add(tf.mul(normal, gain!), bias!);
        },
        inputs: [
          randomTensor<tf.Rank.R2>([N, C], random, 2),
          randomTensor<tf.Rank.R1>([C], random),
          randomTensor<tf.Rank.R1>([C], random),
        ],
      };
    },
  },
  {
    name: 'cross-entropy',
    make(random) {
      const [N, V] = [size(random, 13), 2 + random.integer(20)];
      const labels = randomIds(N, V, random);
      const weights = tf.tensor1d(
        Array.from({ length: N }, (_, i) => (i === 0 ? 1 : random.integer(2))),
      );
      return {
        fused: (z) => crossEntropy(z as tf.Tensor2D, labels, weights),
        composition: (z) => {
          const logP = tf.logSoftmax(z as tf.Tensor2D);
          const picked = tf.sum(tf.mul(tf.cast(tf.oneHot(labels, V), 'float32'), logP), 1);
          return tf.neg(tf.div(tf.sum(tf.mul(picked, weights)), tf.sum(weights)));
        },
        inputs: [randomTensor<tf.Rank.R2>([N, V], random, 3)],
      };
    },
  },
  {
    name: 'GELU',
    make(random) {
      return {
        fused: (x) => gelu(x!),
        composition: (x) => tf.mul(tf.mul(x!, 0.5), tf.add(1, tf.erf(tf.mul(x!, Math.SQRT1_2)))),
        inputs: [randomTensor<tf.Rank.R2>([size(random, 9), size(random, 9)], random, 2)],
      };
    },
  },
  {
    name: 'SiLU',
    make(random) {
      return {
        fused: (x) => silu(x!),
        composition: (x) => tf.div(x!, tf.add(1, tf.exp(tf.neg(x!)))),
        inputs: [randomTensor<tf.Rank.R2>([size(random, 9), size(random, 9)], random, 2)],
      };
    },
  },
  {
    name: 'attention',
    make(random) {
      const [B, H, T, S, D] = [
        size(random, 2),
        size(random, 3),
        size(random, 6),
        size(random, 6),
        size(random, 5),
      ];
      const blocked = Float32Array.from({ length: S }, (_, s) =>
        s > 0 && random.integer(3) === 0 ? masked : 0,
      );
      const mask = tf.tensor(blocked, [1, 1, 1, S]);
      return {
        fused: (q, k, v) =>
          scaledDotProductAttention(q as tf.Tensor4D, k as tf.Tensor4D, v as tf.Tensor4D, mask)
            .output,
        composition: (q, k, v) => {
          const scores = tf.sum(
            tf.mul(tf.reshape(q!, [B * H, T, 1, D]), tf.reshape(k!, [B * H, 1, S, D])),
            3,
          );
          const shifted = tf.add(tf.div(scores, Math.sqrt(D)), tf.reshape(mask, [1, 1, S]));
          const e = tf.exp(tf.sub(shifted, tf.max(shifted, 2, true)));
          const p = tf.div(e, tf.sum(e, 2, true));
          const mixed = tf.mul(tf.expandDims(p, 3), tf.reshape(v!, [B * H, 1, S, D]));
          return tf.reshape(tf.sum(mixed, 2), [B, H, T, D]);
        },
        inputs: [
          randomTensor<tf.Rank.R4>([B, H, T, D], random),
          randomTensor<tf.Rank.R4>([B, H, S, D], random),
          randomTensor<tf.Rank.R4>([B, H, S, D], random),
        ],
      };
    },
  },
  {
    name: 'LSTM layer',
    make(random) {
      const [B, T, H] = [size(random, 4), size(random, 5), size(random, 7)];
      const real = tf.tensor2d(
        Array.from({ length: B }, () => {
          const length = 1 + random.integer(T);
          return Array.from({ length: T }, (_, t) => (t < length ? 1 : 0));
        }),
      );
      const join = (outputs: tf.Tensor3D, c: tf.Tensor2D) =>
        tf.concat([outputs, tf.expandDims(c, 1)], 1);
      return {
        fused: (projected, recurrent, h, c) => {
          const start = { h: h as tf.Tensor2D, c: c as tf.Tensor2D };
          const layer = lstmLayer(projected as tf.Tensor3D, start, recurrent as tf.Tensor2D, real);
          return join(
            tf.concat([layer.outputs, tf.expandDims(layer.state.h, 1)], 1) as tf.Tensor3D,
            layer.state.c,
          );
        },
        composition: (projected, recurrent, h0, c0) => {
          let state = { h: h0 as tf.Tensor2D, c: c0 as tf.Tensor2D };
          const outputs: tf.Tensor2D[] = [];
          for (const [t, step] of tf.unstack(projected!, 1).entries()) {
            const next = lstmStep(step as tf.Tensor2D, state, recurrent as tf.Tensor2D);
            const r = tf.slice(real, [0, t], [B, 1]);
            const hold = (a: tf.Tensor, b: tf.Tensor) =>
              tf.add(tf.mul(r, a), tf.mul(tf.sub(1, r), b)) as tf.Tensor2D;
            state = { h: hold(next.h, state.h), c: hold(next.c, state.c) };
            outputs.push(state.h);
          }
          return join(tf.stack([...outputs, state.h], 1) as tf.Tensor3D, state.c);
        },
        inputs: [
          randomTensor<tf.Rank.R3>([B, T, 4 * H], random),
          randomTensor<tf.Rank.R2>([H, 4 * H], random, 0.5),
          randomTensor<tf.Rank.R2>([B, H], random),
          randomTensor<tf.Rank.R2>([B, H], random),
        ],
      };
    },
  },
];

/** fp32 with transcendental functions that differ between backends in the last bits. */
const tolerance = 2e-4;

describe.each(backends)('on %s', (backend) => {
  beforeAll(() => useBackend(backend));

  test.each(cases)('$name equals its plain composition', async ({ make }) => {
    for (let trial = 0; trial < 4; trial++) {
      const { fused, composition, inputs } = make(createRandom(trial, 'shapes'));
      await expectSame(fused, composition, inputs, tolerance);
    }
  });

  test('the same values as on cpu', async () => {
    for (const { make } of cases) {
      const { fused, inputs } = make(createRandom(5, 'shapes'));
      const here = await fused(...inputs).data();
      await useBackend('cpu');
      const there = make(createRandom(5, 'shapes'));
      const reference = await there.fused(...there.inputs).data();
      await useBackend(backend);
      for (const [i, value] of here.entries()) {
        expect(Math.abs(value - reference[i]!)).toBeLessThan(
          1e-3 * Math.max(1, Math.abs(reference[i]!)),
        );
      }
    }
  });

  test('matMul with every transposition, odd sizes and batches', async () => {
    const random = createRandom(1, 'matMul');
    for (const [B, M, K, N] of [
      [1, 1, 1, 1],
      [2, 3, 5, 7],
      [3, 17, 9, 33],
      [1, 64, 31, 2],
    ] as const) {
      for (const [ta, tb] of [
        [false, false],
        [true, false],
        [false, true],
        [true, true],
      ] as const) {
        const a = randomTensor<tf.Rank.R3>(ta ? [B, K, M] : [B, M, K], random);
        const b = randomTensor<tf.Rank.R3>(tb ? [B, N, K] : [B, K, N], random);
        const left = tf.expandDims(ta ? tf.transpose(a, [0, 2, 1]) : a, 3); // [B, M, K, 1]
        const right = tf.expandDims(tb ? tf.transpose(b, [0, 2, 1]) : b, 1); // [B, 1, K, N]
        const expected = tf.sum(tf.mul(left, right), 2);
        expect(await difference(tf.matMul(a, b, ta, tb), expected)).toBeLessThan(tolerance);
      }
    }
  });

  test('equal runs of the embedding gradient agree bit for bit', async () => {
    const random = createRandom(2, 'embedding');
    const dy = randomTensor<tf.Rank.R2>([301, 33], random);
    const ids = randomIds(301, 5, random);
    const [first, second] = [embeddingGradient(dy, ids, 5), embeddingGradient(dy, ids, 5)];
    expect(await first.data()).toEqual(await second.data());
  });

  test('rotary positions keep lengths and depend on distance alone', async () => {
    const random = createRandom(4, 'rotary');
    const q = randomTensor<tf.Rank.R4>([1, 1, 1, 8], random);
    const k = randomTensor<tf.Rank.R4>([1, 1, 1, 8], random);
    const six = rotations(6, { width: 8, heads: 1 });
    const [rotatedQ, rotatedK] = [q, k].map((x) =>
      rotate(tf.tile(x, [1, 6, 1, 1]) as tf.Tensor4D, six),
    );
    const rows = (x: tf.Tensor) => tf.reshape(x, [6, 8]) as tf.Tensor2D;
    const products = tf.matMul(rows(rotatedQ!), rows(rotatedK!), false, true);
    const scores = (await products.array()) as number[][];
    for (let distance = 0; distance < 5; distance++) {
      expect(scores[distance]![0]!).toBeCloseTo(scores[distance + 1]![1]!, 4);
    }
    const before = await tf.norm(q).data();
    const after = await tf.norm(tf.slice(rows(rotatedQ!), [5, 0], [1, 8])).data();
    expect(after[0]!).toBeCloseTo(before[0]!, 4);
    // A later stretch of the table goes on where an earlier one ended.
    const later = rotate(tf.tile(q, [1, 2, 1, 1]) as tf.Tensor4D, rotationAt(six, 4, 2));
    expect(await difference(tf.reshape(later, [2, 8]), tf.slice(rows(rotatedQ!), 4, 2))).toBe(0);
  });

  test('dropout keeps the mean, drops the given share and repeats with its seed', async () => {
    const x = tf.ones([100, 100]);
    const draw = async () => Array.from(await dropout(x, 0.3, createRandom(1, 'dropout')).data());
    const once = await draw();
    expect(once).toEqual(await draw());
    const dropped = once.filter((value) => value === 0).length / once.length;
    expect(dropped).toBeCloseTo(0.3, 1);
    expect(once.reduce((sum, value) => sum + value, 0) / once.length).toBeCloseTo(1, 1);
    expect(dropout(x, 0.3, null)).toBe(x);
  });
});

describe('by finite differences', () => {
  beforeAll(() => useBackend('cpu'));

  test.each(cases)('$name', async ({ make }) => {
    const { fused, inputs } = make(createRandom(9, 'shapes'));
    await expectFiniteDifferences(fused, inputs);
  });
});

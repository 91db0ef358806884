/** Our kernels against the plain compositions, at sizes that divide nothing and cross every block. */
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { AdamW } from '../../src/engine/optimizer.ts';
import { gelu } from '../../src/engine/ops/activation/index.ts';
import {
  additiveScoresGradientKernel,
  additiveScoresKernel,
} from '../../src/engine/ops/additive-scores/fused.ts';
import { additiveScores } from '../../src/engine/ops/additive-scores/index.ts';
import { attentionKernel, fusedAttention } from '../../src/engine/ops/attention/fused.ts';
import { crossEntropy } from '../../src/engine/ops/cross-entropy/index.ts';
import { embedding } from '../../src/engine/ops/embedding/index.ts';
import { hasFused, withoutFused } from '../../src/engine/ops/kernel.ts';
import { geluFeedForward } from '../../src/engine/ops/feed-forward/index.ts';
import { branchNorm, layerNorm } from '../../src/engine/ops/layer-norm/index.ts';
import { linearKernel } from '../../src/engine/ops/linear/fused.ts';
import { linear } from '../../src/engine/ops/linear/index.ts';
import { lstmLayer } from '../../src/engine/ops/lstm/index.ts';
import { masked, scaledDotProductAttention } from '../../src/engine/ops/attention/index.ts';
import { rotary, rotations } from '../../src/engine/ops/rotary/index.ts';
import { normal, ParameterSet } from '../../src/engine/parameters.ts';
import { dispose } from '../../src/engine/tidy.ts';
import { createRandom, type Random } from '../../src/maths/random/streams.ts';
import {
  backends,
  difference,
  randomIds,
  randomTensor,
  useBackend,
  type Differentiable,
} from './support.ts';

/** fp32 sums of up to 600 products in another order. */
const tolerance = 2e-5;

/** Value and gradients with our kernels and without. */
async function expectSameWithout(f: Differentiable, inputs: tf.Tensor[]): Promise<void> {
  const all = () => {
    const value = f(...inputs);
    const weights = randomTensor(value.shape as [number], createRandom(7, 'output weights'));
    const gradients = tf.grads((...xs: tf.Tensor[]) => tf.sum(tf.mul(f(...xs), weights)));
    return [value, ...gradients(inputs)];
  };
  const ours = all();
  const plain = withoutFused(all);
  for (const [index, tensor] of ours.entries()) {
    expect(await difference(tensor, plain[index]!), `output ${index}`).toBeLessThan(tolerance);
  }
  tf.dispose([ours, plain]);
}

const two = (shape: [number, number], random: Random, scale?: number) =>
  randomTensor<tf.Rank.R2>(shape, random, scale);
const three = (shape: [number, number, number], random: Random, scale?: number) =>
  randomTensor<tf.Rank.R3>(shape, random, scale);

describe.each(backends.filter((id) => id !== 'cpu'))('on %s', (backend) => {
  beforeAll(() => useBackend(backend));

  test.each([linearKernel, additiveScoresKernel, additiveScoresGradientKernel])(
    'the kernel %s is there',
    (kernel) => {
      expect(hasFused(kernel)).toBe(true);
      expect(withoutFused(() => hasFused(kernel))).toBe(false);
    },
  );

  test.each([
    [1, 1, 1],
    [2, 300, 17],
    [3, 5, 2],
    [7, 257, 9],
    [130, 64, 129],
    [131, 513, 70],
    [301, 33, 8],
    [640, 8, 644],
    [701, 9, 603],
  ])('a product of %i × %i by %i columns, in every layout', async (M, K, N) => {
    const random = createRandom(M, 'product');
    for (const [ta, tb] of [
      [false, false],
      [true, false],
      [false, true],
      [true, true],
    ] as const) {
      const a = two(ta ? [K, M] : [M, K], random);
      const b = two(tb ? [N, K] : [K, N], random);
      const [left, right] = [await a.data(), await b.data()];
      const product = await tf.matMul(a, b, ta, tb).data();
      let worst = 0;
      for (let m = 0; m < M; m++) {
        for (let n = 0; n < N; n++) {
          let sum = 0;
          for (let k = 0; k < K; k++) {
            sum += left[ta ? k * M + m : m * K + k]! * right[tb ? n * K + k : k * N + n]!;
          }
          worst = Math.max(worst, Math.abs(sum - product[m * N + n]!));
        }
      }
      expect(worst).toBeLessThan(1e-6 * K ** 0.5 * 30);
    }
  });

  test('a batch of products with one shared factor, and one that needs broadcasting', async () => {
    const random = createRandom(2, 'batch');
    const a = randomTensor<tf.Rank.R4>([2, 3, 5, 7], random);
    const shared = randomTensor<tf.Rank.R4>([1, 1, 7, 9], random);
    const broadcast = randomTensor<tf.Rank.R4>([1, 3, 7, 9], random);
    for (const b of [shared, broadcast]) {
      const expected = tf.matMul(a, tf.tile(b, [2, 3 / b.shape[1], 1, 1]));
      expect(await difference(tf.matMul(a, b), expected)).toBeLessThan(tolerance);
    }
  });

  test('linear', async () => {
    const random = createRandom(1, 'linear');
    for (const [N, I, O] of [
      [1, 5, 3],
      [67, 300, 45],
      [130, 17, 130],
    ] as const) {
      const inputs = [
        two([N, I], random),
        two([I, O], random),
        randomTensor<tf.Rank.R1>([O], random),
      ];
      await expectSameWithout((x, w, b) => linear(x!, w as tf.Tensor2D, b as tf.Tensor1D), inputs);
    }
  });

  test('feed-forward', async () => {
    const random = createRandom(11, 'feed-forward');
    for (const [N, C, F] of [
      [1, 5, 3],
      [67, 300, 45],
      [130, 17, 130],
    ] as const) {
      const inputs = [
        ...[two([N, C], random), two([C, F], random), randomTensor<tf.Rank.R1>([F], random)],
        ...[two([F, C], random), randomTensor<tf.Rank.R1>([C], random)],
      ];
      await expectSameWithout(
        (x, up, upBias, down, downBias) =>
          geluFeedForward(
            ...[x!, up as tf.Tensor2D, upBias as tf.Tensor1D],
            ...[down as tf.Tensor2D, downBias as tf.Tensor1D],
          ),
        inputs,
      );
    }
  });

  test('layer norm and GELU', async () => {
    const random = createRandom(2, 'norm');
    for (const [N, C] of [
      [1, 3],
      [70, 129],
      [513, 34],
    ] as const) {
      const [gain, bias] = [0, 1].map(() => randomTensor<tf.Rank.R1>([C], random));
      await expectSameWithout(
        (x, gain, bias) => layerNorm(x as tf.Tensor2D, gain as tf.Tensor1D, bias as tf.Tensor1D),
        [two([N, C], random, 3), gain!, bias!],
      );
      await expectSameWithout(
        (x, gain, bias) =>
          tf.concat(branchNorm(x as tf.Tensor2D, gain as tf.Tensor1D, bias as tf.Tensor1D), 0),
        [two([N, C], random, 3), gain!, bias!],
      );
      await expectSameWithout((x) => gelu(x!), [two([N, C], random, 3)]);
    }
  });

  test('cross-entropy and embedding', async () => {
    const random = createRandom(3, 'cross-entropy');
    for (const [N, V] of [
      [1, 2],
      [130, 37],
      [65, 301],
    ] as const) {
      const labels = randomIds(N, V, random);
      const weights = tf.tensor1d(Array.from({ length: N }, () => random.integer(2)));
      await expectSameWithout(
        (z) => crossEntropy(z as tf.Tensor2D, labels, weights),
        [two([N, V], random, 10)],
      );
      await expectSameWithout(
        (table) => embedding(table as tf.Tensor2D, labels),
        [two([V, 13], random)],
      );
    }
  });

  test('more workgroups than one dimension of a dispatch may have', async () => {
    const random = createRandom(9, 'workgroups');
    const [V, C, N] = [3, 4100, 4100]; // 256 threads each: more than 65,535
    const table = two([V, C], random);
    const ids = randomIds(N, V, random);
    const rows = embedding(table, ids);
    const chosen = await ids.data();
    for (const n of [0, N / 2, N - 1]) {
      const [row, expected] = [
        tf.slice(rows, [n, 0], [1, C]),
        tf.slice(table, [chosen[n]!, 0], [1, C]),
      ];
      expect(await difference(row, expected)).toBe(0);
    }
    tf.dispose([table, ids, rows]);
  });

  test('LSTM layer', async () => {
    const random = createRandom(4, 'lstm');
    for (const [B, T, H] of [
      [1, 3, 1],
      [37, 4, 33],
      [5, 3, 70],
      [2, 19, 6],
    ] as const) {
      const lengths = Array.from({ length: B }, () => 1 + random.integer(T));
      const real = tf.tensor2d(
        lengths.map((length) => Array.from({ length: T }, (_, t) => (t < length ? 1 : 0))),
      );
      for (const padding of [null, real]) {
        await expectSameWithout(
          (projected, recurrent, h, c) => {
            const start = { h: h as tf.Tensor2D, c: c as tf.Tensor2D };
            const cell = recurrent as tf.Tensor2D;
            const { outputs, state } = lstmLayer(projected as tf.Tensor3D, start, cell, padding);
            return tf.concat([outputs, tf.stack([state.h, state.c], 1)], 1);
          },
          [
            three([B, T, 4 * H], random),
            two([H, 4 * H], random, 0.3),
            two([B, H], random),
            two([B, H], random),
          ],
        );
      }
    }
  });

  test('multi-head attention, causal, padded and across', async () => {
    const random = createRandom(5, 'attention');
    for (const { B, T, S, H, D, causal, padded } of [
      { B: 1, T: 1, S: 1, H: 1, D: 1, causal: true, padded: false },
      { B: 2, T: 37, S: 37, H: 3, D: 5, causal: true, padded: false },
      { B: 3, T: 5, S: 21, H: 2, D: 8, causal: false, padded: true },
      { B: 1, T: 7, S: 20, H: 2, D: 12, causal: true, padded: false },
      { B: 2, T: 70, S: 70, H: 1, D: 33, causal: true, padded: true },
      { B: 3, T: 1, S: 22, H: 2, D: 9, causal: false, padded: true },
      { B: 2, T: 1, S: 67, H: 3, D: 33, causal: true, padded: false },
      { B: 1, T: 19, S: 40, H: 2, D: 150, causal: true, padded: false },
    ]) {
      const C = H * D;
      const lengths = Array.from({ length: B }, () => 1 + random.integer(S));
      const real = padded
        ? tf.tensor2d(
            lengths.map((length) => Array.from({ length: S }, (_, s) => (s < length ? 1 : 0))),
          )
        : null;
      const added = tf.tidy(() => {
        const later = Float32Array.from({ length: T * S }, (_, k) =>
          causal && (k % S) - Math.floor(k / S) > S - T ? masked : 0,
        );
        const mask = tf.tensor4d(later, [1, 1, T, S]);
        return real === null
          ? mask
          : tf.add(mask, tf.reshape(tf.mul(tf.sub(1, real), masked), [B, 1, 1, S]));
      });
      const heads = (x: tf.Tensor, length: number) =>
        tf.transpose(tf.reshape(x, [B, length, H, D]), [0, 2, 1, 3]) as tf.Tensor4D;
      const plain = (query: tf.Tensor, keyValue: tf.Tensor) => {
        const [k, v] = tf.split(keyValue, 2, 2) as [tf.Tensor, tf.Tensor];
        const { output } = scaledDotProductAttention(
          heads(query, T),
          heads(k, S),
          heads(v, S),
          added,
        );
        return tf.reshape(tf.transpose(output, [0, 2, 1, 3]), [B, T, C]);
      };
      await expectSameWithout(
        (query, keyValue) =>
          hasFused(attentionKernel)
            ? fusedAttention(query as tf.Tensor3D, keyValue as tf.Tensor3D, H, { causal, real })
            : plain(query!, keyValue!),
        [three([B, T, C], random), three([B, S, 2 * C], random)],
      );
    }
  });

  test('rotary positions', async () => {
    const random = createRandom(12, 'rotary');
    for (const { B, T, H, D, rest, first } of [
      { B: 1, T: 1, H: 1, D: 2, rest: 0, first: 0 },
      { B: 3, T: 1, H: 2, D: 8, rest: 16, first: 7 },
      { B: 2, T: 37, H: 3, D: 22, rest: 66, first: 0 },
      { B: 5, T: 70, H: 4, D: 32, rest: 128, first: 0 },
      { B: 2, T: 33, H: 2, D: 40, rest: 7, first: 3 },
    ]) {
      const rotation = rotations(first + T, D);
      await expectSameWithout(
        (x) => rotary(x as tf.Tensor3D, H, { ...rotation, first }),
        [three([B, T, H * D + rest], random)],
      );
      dispose(rotation);
    }
  });

  test('additive scores', async () => {
    const random = createRandom(10, 'additive');
    for (const { B, T, S, H, scale } of [
      { B: 1, T: 1, S: 1, H: 1, scale: 1 },
      { B: 3, T: 12, S: 7, H: 129, scale: 1 },
      { B: 70, T: 2, S: 5, H: 34, scale: 1 },
      { B: 2, T: 1, S: 67, H: 33, scale: 1 },
      // exp(2x) overflows.
      { B: 2, T: 3, S: 4, H: 70, scale: 1000 },
    ]) {
      await expectSameWithout(
        (query, key, v) =>
          additiveScores(query as tf.Tensor3D, key as tf.Tensor3D, v as tf.Tensor2D),
        [three([B, T, H], random, scale), three([B, S, H], random, scale), two([H, 1], random)],
      );
    }
  });

  test('AdamW in place, with clipping, warm-up and decay', async () => {
    const train = async () => {
      const random = createRandom(6, 'adamw');
      const parameters = new ParameterSet(random);
      parameters.add<tf.Rank.R2>('matrix', [37, 501], normal(1));
      parameters.add<tf.Rank.R1>('vector', [7], normal(1));
      parameters.add<tf.Rank.R2>('other', [3, 3], normal(1));
      const optimizer = new AdamW(parameters, {
        ...{ learningRate: 0.1, warmup: 3, decay: 'cosine', totalSteps: 10 },
        ...{ clip: 1, weightDecay: 0.1 },
      });
      optimizer.reset();
      for (let step = 0; step < 8; step++) {
        tf.tidy(() => {
          const gradients = parameters.list.map(({ variable }) => [
            variable.name,
            randomTensor(variable.shape as [number], random, step),
          ]);
          optimizer.step(Object.fromEntries(gradients) as tf.NamedTensorMap);
        });
      }
      const values = await Promise.all(parameters.variables.map((variable) => variable.data()));
      optimizer.dispose();
      parameters.dispose();
      return values;
    };
    const before = tf.memory().numTensors;
    const ours = await train();
    const plain = await withoutFused(train);
    expect(tf.memory().numTensors).toBe(before);
    for (const [index, values] of ours.entries()) {
      for (const [i, value] of values.entries()) {
        expect(Math.abs(value - plain[index]![i]!)).toBeLessThan(1e-5);
      }
    }
  });

  test('slices of every kind, and copies that share', async () => {
    const x = randomTensor<tf.Rank.R4>([3, 4, 5, 6], createRandom(8, 'slice'));
    const values = (await x.array()) as number[][][][];
    const part = (await tf.slice(x, [1, 0, 2, 3], [2, -1, 2, 2]).array()) as number[][][][];
    expect(part).toEqual(
      values.slice(1).map((a) => a.map((b) => b.slice(2, 4).map((c) => c.slice(3, 5)))),
    );
    expect(await tf.slice(x, [0, 1]).array()).toEqual(values.map((a) => a.slice(1)));
    expect(await tf.slice(x, [2]).array()).toEqual(values.slice(2));
    expect(tf.slice(x, [0, 0, 0, 0], [0, 4, 5, 6]).size).toBe(0);
    const copy = x.clone();
    x.dispose();
    expect(await copy.array()).toEqual(values);
  });

  test('an id outside the table is refused', () => {
    const table = tf.zeros<tf.Rank.R2>([3, 2]);
    expect(() => embedding(table, tf.tensor1d([3], 'int32'))).toThrow(/no row 3/);
  });
});

/**
 * Every operation of ours, on every backend and at random shapes: equal to its plain composition and
 * to float64, with the gradients that central differences in float64 give.
 */
import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Backend } from '../../src/engine/probes.ts';
import { dropout } from '../../src/engine/ops/dropout/index.ts';
import { embeddingGradient } from '../../src/engine/ops/embedding/index.ts';
import { withoutFused } from '../../src/engine/ops/kernel.ts';
import { rotary, rotations } from '../../src/engine/ops/rotary/index.ts';
import { dispose } from '../../src/engine/tidy.ts';
import { createRandom } from '../../src/maths/random/streams.ts';
import { opCases, type Example } from './op-cases.ts';
import { slope } from './reference64.ts';
import {
  backends,
  difference,
  expectSame,
  randomIds,
  randomTensor,
  useBackend,
  weighted,
  weightsFor,
} from './support.ts';

/** fp32 with transcendental functions that differ between backends in the last bits. */
const tolerance = 2e-5;

/** Every new shape is a new program for an emulated adapter to compile, so it gets fewer. */
const runsOn: Record<Backend, number> = { webgpu: 4, webgl: 4, wasm: 40, cpu: 15 };

/** Value and gradients against float64; of each input up to 12 elements. */
async function expectTrue({ operation, reference, inputs }: Example): Promise<void> {
  const wide: Float64Array[] = await Promise.all(
    inputs.map(async (x) => Float64Array.from(await x.data())),
  );
  const value = operation(...inputs);
  const expected = tf.tensor(Float32Array.from(reference(...wide)), value.shape);
  expect(await difference(value, expected)).toBeLessThan(tolerance);

  const weights = weightsFor(value.shape);
  const gradients = tf.grads(weighted(operation))(inputs);
  const random = createRandom(3, 'elements');
  for (const [index, given] of wide.entries()) {
    const sumOf = (moved: Float64Array): number =>
      reference(...wide.with(index, moved)).reduce((sum, y, i) => sum + weights[i]! * y, 0);
    const elements = Array.from({ length: Math.min(12, given.length) }, () =>
      random.integer(given.length),
    );
    const found = await gradients[index]!.data();
    const slopes = elements.map((element) => slope(sumOf, given, element));
    const scale = Math.max(1, ...slopes.map(Math.abs));
    for (const [trial, element] of elements.entries()) {
      const error = Math.abs(found[element]! - slopes[trial]!) / scale;
      expect(error, `input ${index}, element ${element}`).toBeLessThan(tolerance);
    }
  }
}

describe.each(backends)('on %s', (backend) => {
  beforeAll(() => useBackend(backend));

  test.each(opCases)('$name', async ({ dimensions, make }) => {
    const sizes = fc.record(
      Object.fromEntries(
        Object.entries(dimensions).map(([name, [min, max]]) => [name, fc.integer({ min, max })]),
      ),
    );
    const smallest = Object.fromEntries(
      Object.entries(dimensions).map(([name, [min]]) => [name, min]),
    );
    const property = fc.asyncProperty(sizes, fc.nat(), async (sizes, seed) => {
      tf.engine().startScope();
      try {
        const example = make(sizes, createRandom(seed, 'inputs'));
        await expectSame(example.operation, example.composition, example.inputs, tolerance);
        await expectTrue(example);
      } finally {
        tf.engine().endScope();
      }
    });
    await fc.assert(property, {
      seed: 20261125,
      numRuns: runsOn[backend],
      examples: [[smallest, 0]],
      // Shrinking costs one run after another, in the order of seconds on an emulated adapter.
      endOnFailure: runsOn[backend] < 10,
    });
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
    const q = randomTensor<tf.Rank.R3>([1, 1, 8], random);
    const k = randomTensor<tf.Rank.R3>([1, 1, 8], random);
    const six = rotations(6, 8);
    const [rotatedQ, rotatedK] = [q, k].map((x) => rotary(tf.tile(x, [1, 6, 1]), 1, six)) as [
      tf.Tensor3D,
      tf.Tensor3D,
    ];
    const products = tf.matMul(rotatedQ, rotatedK, false, true);
    const [scores] = (await products.array()) as [number[][]];
    for (let distance = 0; distance < 5; distance++) {
      expect(scores[distance]![0]!).toBeCloseTo(scores[distance + 1]![1]!, 4);
    }
    const before = await tf.norm(q).data();
    const after = await tf.norm(tf.slice(rotatedQ, [0, 5, 0], [1, 1, 8])).data();
    expect(after[0]!).toBeCloseTo(before[0]!, 4);
    // A later stretch of the table goes on where an earlier one ended, and no further than the table.
    const later = (first: number) => rotary(tf.tile(q, [1, 2, 1]), 1, { ...six, first });
    expect(await difference(later(4), tf.slice(rotatedQ, [0, 4, 0], [1, 2, 8]))).toBe(0);
    expect(() => later(5)).toThrow();
    dispose(six);
  });

  test('dropout keeps the mean, drops the given share and repeats with its seed', async () => {
    const x = tf.ones([150, 151]); // more than one chunk or workgroup
    const draw = () => dropout(x, 0.3, createRandom(1, 'dropout'));
    const once = Array.from(await draw().data());
    expect(once).toEqual(Array.from(await draw().data()));
    const plain = Array.from(await withoutFused(draw).data());
    expect(once.map(Boolean)).toEqual(plain.map(Boolean));
    const dropped = once.filter((value) => value === 0).length / once.length;
    expect(dropped).toBeCloseTo(0.3, 1);
    expect(once.reduce((sum, value) => sum + value, 0) / once.length).toBeCloseTo(1, 1);
    expect(dropout(x, 0.3, null)).toBe(x);
  });
});

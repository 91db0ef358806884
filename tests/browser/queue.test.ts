/**
 * The queue of the WASM kernels: whatever is read, freed, uploaded or left to TensorFlow.js while
 * jobs wait, the numbers are those of doing one thing after another.
 */
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { createRandom, type Random } from '../../src/maths/random/streams.ts';
import { randomTensor, useBackend, wasmBytes } from './support.ts';

beforeAll(() => useBackend('wasm'));

const sizes = [3, 40, 130];
const pick = <T>(list: readonly T[], random: Random): T => list[random.integer(list.length)]!;
const square = (n: number, random: Random) =>
  randomTensor<tf.Rank.R2>([n, n], random, 1 / Math.sqrt(n));

type Operation = (a: tf.Tensor2D, b: tf.Tensor2D) => tf.Tensor;

/** Kernels of ours of one and many chunks, and some of TensorFlow.js's own between them. */
const operations: readonly Operation[] = [
  (a, b) => tf.matMul(a, b),
  (a, b) => tf.matMul(a, b, true, true),
  (a, b) => tf.add(a, tf.slice(b, [1, 0], [1, -1])),
  (a, b) => tf.mul(tf.tanh(a), b),
  (a, b) => tf.sub(a, tf.sum(b, 1, true)),
  (a, b) => tf.softmax(tf.add(a, b)),
  (a, b) => tf.concat(tf.split(tf.concat([a, b], 1), [a.shape[1], b.shape[1]], 1).slice(1), 1),
  (a) => tf.pad(tf.slice(a, [1, 0], [-1, -1]), [[0, 1], [0, 0]]), // prettier-ignore
  (a, b) => tf.maximum(a, b),
  (a) => tf.transpose(a),
  (a, b) => tf.div(tf.abs(a), tf.add(tf.abs(b), 1)),
];

/** @returns everything that was read on the way; @param patient whether each result is read at once */
async function run(seed: number, patient: boolean): Promise<number[][]> {
  const random = createRandom(seed, 'program');
  const pool = new Map(sizes.map((n) => [n, Array.from({ length: 3 }, () => square(n, random))]));
  const found: number[][] = [];
  for (let step = 0; step < 120; step++) {
    const n = pick(sizes, random);
    const tensors = pool.get(n)!;
    const [operation, a, b] = [
      pick(operations, random),
      pick(tensors, random),
      pick(tensors, random),
    ];
    const result = tf.tidy(() => tf.clipByValue(operation(a, b), -3, 3)) as tf.Tensor2D;
    const direct = tf.tidy(() => operation(a, b)) as tf.Tensor2D;
    if (patient) await Promise.all([result.data(), direct.data()]);
    // What takes part may be freed at once, and its memory given to something uploaded.
    const leaving = random.integer(tensors.length);
    tensors.splice(leaving, 1, random.integer(4) === 0 ? square(n, random) : result)[0]!.dispose();
    if (!tensors.includes(result)) result.dispose();
    const asks = random.integer(8) === 0;
    if (asks) found.push(Array.from(await direct.data()));
    direct.dispose();
  }
  for (const tensor of [...pool.values()].flat()) {
    found.push(Array.from(await tensor.data()));
    tensor.dispose();
  }
  return found;
}

test('random programs give the same bits, whether each result is waited for or none', async () => {
  const before = tf.memory().numTensors;
  for (let seed = 1; seed <= 12; seed++) {
    const [hasty, patient] = [await run(seed, false), await run(seed, true)];
    expect(hasty.flat().every(Number.isFinite)).toBe(true);
    expect(hasty, `seed ${seed}`).toEqual(patient);
  }
  expect(tf.memory().numTensors).toBe(before);
});

test('memory that is freed while jobs wait is used again, and does not grow', async () => {
  const random = createRandom(1, 'memory');
  const x = square(130, random);
  const work = () =>
    tf.tidy(() =>
      tf.sum(Array.from({ length: 60 }).reduce<tf.Tensor2D>((y) => tf.softmax(tf.matMul(y, x)), x)),
    );
  const once = work();
  const [expected] = await once.data();
  const before = wasmBytes();
  for (let i = 0; i < 50; i++) {
    const again = work();
    expect((await again.data())[0]).toBe(expected);
    again.dispose();
  }
  expect(wasmBytes()).toBe(before);
  tf.dispose([x, once]);
});

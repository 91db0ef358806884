/**
 * Operations of TensorFlow.js that kernels of ours compute on WASM: against what they mean, in shapes
 * that ours take and shapes that are left to TensorFlow.js.
 */
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { createRandom } from '../../src/maths/random/streams.ts';
import { difference, randomTensor, useBackend } from './support.ts';

beforeAll(() => useBackend('wasm'));

test('splitting and joining along every axis', async () => {
  const x = randomTensor<tf.Rank.R3>([4, 301, 6], createRandom(11, 'split'));
  const values = await x.data();
  for (const [axis, sizes] of [
    [0, [1, 3]],
    [1, [100, 0, 1, 200]],
    [2, [5, 1]],
    [-1, 3],
  ] as const) {
    const parts = tf.split(x, typeof sizes === 'number' ? sizes : [...sizes], axis);
    const last = (await parts.at(-1)!.array()) as number[][][];
    const count = parts.at(-1)!.shape.at(axis)!;
    const at = [3, 300, 5].with(axis, count - 1) as [number, number, number];
    expect(last[at[0]]![at[1]]![at[2]]).toBe(values.at(-1));
    expect(await tf.concat(parts, axis).data()).toEqual(values);
  }
  const whole = tf.cast(x, 'int32');
  expect(await tf.concat(tf.split(whole, 2, 2), 2).data()).toEqual(await whole.data());
});

test('tanh, from nothing to where it is 1', async () => {
  const given = Float32Array.from({ length: 333 }, (_, i) => (i - 166) ** 3 / 1e5);
  const found = await tf.tanh(tf.tensor1d(given)).data();
  const worst = found.map((y, i) => Math.abs(y - Math.tanh(given[i]!)));
  expect(Math.max(...worst)).toBeLessThan(1e-6);
});

test('arithmetic of tensors whose shapes differ', async () => {
  const random = createRandom(12, 'broadcast');
  const operations: [typeof tf.add, (a: number, b: number) => number][] = [
    [tf.add, (a, b) => a + b],
    [tf.sub, (a, b) => a - b],
    [tf.mul, (a, b) => a * b],
    [tf.div, (a, b) => a / b],
  ];
  for (const [left, right] of [
    [[17001], [17001]],
    [[3, 7], []],
    [[], [3, 7]],
    [
      [5, 131, 3],
      [131, 1],
    ],
    [
      [1, 4, 1, 9],
      [3, 1, 5, 9],
    ],
    [
      [3, 1, 2, 1, 4],
      [1, 2, 1, 3, 1],
    ],
    [[0, 4], [4]],
  ] as [number[], number[]][]) {
    const [a, b] = [left, right].map((shape) => randomTensor(shape as [number], random));
    for (const [operation, of] of operations) {
      const found = operation(a!, b!);
      const [whole, other] = [a!, b!].map((x) => tf.broadcastTo(x, found.shape));
      const [x, y] = [await whole!.data(), await other!.data()];
      const values = await found.data();
      const worst = values.map(
        (value, i) => Math.abs(value - of(x[i]!, y[i]!)) / Math.max(1, Math.abs(value)),
      );
      expect(Math.max(0, ...worst.slice(0, 50_000))).toBeLessThan(1e-6);
    }
  }
});

test('functions of one number, sums, softmax and padding', async () => {
  const random = createRandom(13, 'rows');
  const x = randomTensor<tf.Rank.R3>([5, 130, 7], random, 3);
  const values = (await x.array()) as number[][][];
  const plain: [tf.Tensor, (value: number) => number][] = [
    [tf.sigmoid(x), (value) => 1 / (1 + Math.exp(-value))],
    [tf.square(x), (value) => value * value],
    [tf.neg(x), (value) => -value],
    [tf.relu(x), (value) => Math.max(0, value)],
    [tf.step(x), (value) => Number(value > 0)],
    [tf.step(x, 0.25), (value) => (value > 0 ? 1 : 0.25)],
  ];
  for (const [found, of] of plain) {
    const expected = tf.tensor(values.map((a) => a.map((b) => b.map(of))));
    expect(await difference(found, expected)).toBeLessThan(1e-6);
  }
  const total = (list: readonly number[]): number => list.reduce((sum, one) => sum + one, 0);
  const overLast = tf.tensor(values.map((a) => a.map((b) => [total(b)])));
  expect(await difference(tf.sum(x, -1, true), overLast)).toBeLessThan(1e-6);
  const overTwo = tf.tensor(values.map((a) => total(a.flat())));
  expect(await difference(tf.sum(x, [2, 1]), overTwo)).toBeLessThan(1e-5);
  const overFirst = tf.tensor(
    values[0]!.map((row, t) => row.map((_, c) => total(values.map((a) => a[t]![c]!)))),
  );
  expect(await difference(tf.sum(x, 0), overFirst)).toBeLessThan(1e-6);
  const middle = values.map((a) => a[0]!.map((_, c) => total(a.map((b) => b[c]!))));
  expect(await difference(tf.sum(x, 1), tf.tensor(middle))).toBeLessThan(1e-5);
  const shares = values.map((a) =>
    a.map((b) => b.map((value) => Math.exp(value) / total(b.map(Math.exp)))),
  );
  expect(await difference(tf.softmax(x), tf.tensor(shares))).toBeLessThan(1e-6);
  const padded = tf.pad(x, [
    [0, 0],
    [2, 1],
    [0, 0],
  ]);
  const nothing = Array.from({ length: 7 }, () => 0);
  expect(await padded.array()).toEqual(values.map((a) => [nothing, nothing, ...a, nothing]));
});

test('whole slices, transposes and other types of number', async () => {
  const random = createRandom(14, 'types');
  const x = randomTensor<tf.Rank.R2>([301, 133], random);
  const rows = await x.array();
  const whole = tf.slice(x, [0, 0], [-1, -1]);
  expect(await whole.data()).toEqual(await x.data());
  const unpadded = tf.pad(x, [
    [0, 0],
    [0, 0],
  ]);
  expect(await unpadded.data()).toEqual(await x.data());
  const turned = (await tf.transpose(x).array()) as number[][];
  expect(turned).toEqual(rows[0]!.map((_, column) => rows.map((row) => row[column]!)));
  const deep = tf.reshape(x, [7, 43, 133]);
  const swapped = (await tf.transpose(deep, [0, 2, 1]).array()) as number[][][];
  expect(swapped[6]![132]![42]).toBe(rows[300]![132]);

  const ids = Int32Array.from({ length: 40_001 }, () => random.integer(3) - 1);
  const integers = tf.tensor1d(ids, 'int32');
  const differs = tf.notEqual(integers, 1);
  expect(differs.dtype).toBe('bool');
  expect([...(await differs.data())]).toEqual([...ids].map((id) => Number(id !== 1)));
  const mask = tf.cast(differs, 'float32');
  expect(mask.dtype).toBe('float32');
  expect([...(await mask.data())]).toEqual([...ids].map((id) => Number(id !== 1)));
  expect([...(await tf.cast(integers, 'float32').data())]).toEqual([...ids]);
  expect([...(await tf.cast(tf.tensor1d([1.7, -1.7]), 'int32').data())]).toEqual([1, -1]);
});

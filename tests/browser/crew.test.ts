/** Where fewer threads are faster, the others stand aside, and the numbers stay right. */
import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { startBackend } from '../../src/engine/backends.ts';
import { createRandom } from '../../src/maths/random/streams.ts';
import { difference, engine, randomTensor } from './support.ts';

/** As four threads on two cores may take. */
const milliseconds = [9, 2, 4];

test('two of four threads are taken, which the backend says', async () => {
  let trials = 0;
  const stopwatch = (work: () => void): number => {
    work();
    return milliseconds[trials++ % milliseconds.length]!;
  };
  const active = await startBackend('wasm', { ...engine, threads: 4, stopwatch });
  expect(trials).toBeGreaterThan(milliseconds.length);
  expect(active.threads).toBe(2);
  expect(active.note?.en).toBe('4 threads were tried, and 2 are faster');
  expect(active.note?.zh).toBe('试过 4 个线程，2 个更快');

  const random = createRandom(1, 'crew');
  for (let round = 0; round < 20; round++) {
    const a = randomTensor<tf.Rank.R2>([130, 64], random);
    const b = randomTensor<tf.Rank.R2>([64, 129], random);
    const [left, right] = [await a.array(), await b.array()];
    const direct = left.map((row) =>
      right[0]!.map((_, j) => row.reduce((sum, x, k) => sum + x * right[k]![j]!, 0)),
    );
    expect(await difference(tf.matMul(a, b), tf.tensor2d(direct))).toBeLessThan(1e-5);
    tf.dispose([a, b]);
  }
});

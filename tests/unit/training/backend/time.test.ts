/** Who is faster is found out by a clock of any grain. */
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, it } from 'vitest';
import { createStreams } from '../../../../src/training/run/slice.ts';
import { millisecondsPerStep } from '../../../../src/training/backend/time.ts';
import type { Trainer } from '../../../../src/training/kinds/trainer.ts';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

/** What timing finds of a trainer whose step takes so long, by a clock that moves in steps of `grain`. */
function found(milliseconds: number, grain: number): Promise<number> {
  let time = 0;
  let loss = 3;
  const step: Trainer['step'] = () => {
    time += milliseconds;
    loss -= 0.001;
    return { loss: tf.scalar(loss), tokens: 1 };
  };
  const trainer = { step, facts: { vocabulary: 20, trainTokens: 0 } } as unknown as Trainer;
  const now = (): number => Math.floor(time / grain) * grain;
  return millisecondsPerStep(trainer, createStreams(1), 'wasm', now);
}

it.each([1, 4, 9, 30, 70, 400])('a step of %s ms, by a fine clock', async (milliseconds) => {
  expect(await found(milliseconds, 1)).toBe(milliseconds);
});

it('two steps, one three times as long, by a clock in steps of 100 ms', async () => {
  for (const milliseconds of [1, 4, 9, 30, 70]) {
    const [short, long] = [await found(milliseconds, 100), await found(3 * milliseconds, 100)];
    expect(short).toBeGreaterThan(0);
    expect(long).toBeGreaterThan(1.5 * short);
  }
});

it('ends with a clock that stands still', async () => {
  expect(await found(0, 1)).toBe(0);
});

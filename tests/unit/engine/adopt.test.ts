/** A backend that never comes, or comes too late, is nothing to those that compute. */
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { afterEach, expect, it, vi } from 'vitest';
import { adoptBackend, makeBackend } from '../../../src/engine/adopt.ts';
import { NoAnswer, within } from '../../../src/engine/within.ts';

class Late extends tf.KernelBackend {
  override dispose(): void {}
}

afterEach(() => {
  vi.useRealTimers();
  if (tf.findBackendFactory('late') !== null) tf.removeBackend('late');
});

const double = () => tf.mul(tf.scalar(2), 3).dataSync()[0];

it('is given up, and another one computes', async () => {
  vi.useFakeTimers();
  let come: (backend: tf.KernelBackend) => void = () => {};
  tf.registerBackend('late', () => new Promise<tf.KernelBackend>((resolve) => (come = resolve)));
  const waiting = expect(within(1000, () => makeBackend('late'))).rejects.toThrow(NoAnswer);
  await vi.advanceTimersByTimeAsync(1001);
  await waiting;
  expect(await tf.setBackend('cpu')).toBe(true);
  expect(double()).toBe(6);
  come(new Late());
  await vi.advanceTimersByTimeAsync(1);
  expect(tf.getBackend()).toBe('cpu');
  expect(double()).toBe(6);
});

it('is not taken where it fails, and may come the next time', async () => {
  await tf.setBackend('cpu');
  const factory = vi.fn<() => Promise<tf.KernelBackend>>();
  factory.mockRejectedValueOnce(new Error('lost')).mockResolvedValueOnce(new Late());
  tf.registerBackend('late', factory);
  await expect(makeBackend('late')).rejects.toThrow('lost');
  expect(double()).toBe(6);
  await adoptBackend('late', await makeBackend('late'));
  expect(tf.getBackend()).toBe('late');
  await tf.setBackend('cpu');
});

it('is not there where TensorFlow.js does not offer it', async () => {
  await expect(makeBackend('metal')).rejects.toThrow('does not offer metal');
});

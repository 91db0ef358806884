/** What fails because its device is gone may fail before the browser says that it is gone. */
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, test, vi } from 'vitest';
import { Recorder } from './recorder.ts';

// An emulated adapter that is still at work for the page before answers later than a session waits.
beforeAll(async () => {
  await navigator.gpu.requestAdapter();
});

test('a failure that turns out to be a lost device is told as one', async () => {
  const recorder = new Recorder(
    'transformer',
    'task=names&d=16&heads=2&layers=1&context=8&batch=4&steps=1000&backend=webgpu',
  );
  await recorder.start('step');
  expect(recorder.state, JSON.stringify(recorder.all('failed'))).toBe('paused');
  const { device } = tf.backend() as tf.KernelBackend & { device: GPUDevice };
  const reading = vi.spyOn(GPUBuffer.prototype, 'mapAsync').mockImplementation(() => {
    setTimeout(() => device.destroy(), 50);
    return Promise.reject(new DOMException('The device is lost.', 'AbortError'));
  });
  try {
    await recorder.send({ type: 'step' });
    await expect.poll(() => recorder.state).toBe('failed');
  } finally {
    reading.mockRestore();
  }
  expect(recorder.last('failed').code).toBe('device-lost');
  recorder.session.dispose();
});

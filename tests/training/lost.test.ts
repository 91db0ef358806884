/** A graphics device that is lost in the middle of a run ends it with a sentence, never with zeros for losses. */
import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { selfCheck } from '../../src/training/backend/check.ts';
import { Recorder } from './recorder.ts';

const query = 'task=names&d=16&heads=2&layers=1&context=8&batch=4&steps=100000';

const lose = {
  webgl(backend: object): void {
    const { gl } = (backend as { gpgpu: { gl: WebGL2RenderingContext } }).gpgpu;
    gl.getExtension('WEBGL_lose_context')!.loseContext();
  },
  webgpu(backend: object): void {
    (backend as { device: GPUDevice }).device.destroy();
  },
};

test.each(['webgl', 'webgpu'] as const)('%s', async (id) => {
  const recorder = new Recorder('transformer', `${query}&backend=${id}`, { selfCheck });
  await recorder.start();
  await recorder.until(() => recorder.losses.length > 0);
  lose[id](tf.backend());
  await expect.poll(() => recorder.state, { timeout: 60_000 }).toBe('failed');
  expect(recorder.last('failed').code).toBe('device-lost');
  for (const loss of recorder.losses) expect(loss).toBeGreaterThan(0.1);

  await recorder.start('step', { backend: 'wasm' });
  expect(recorder.state).toBe('paused');
  await recorder.start('step', { backend: id });
  expect(recorder.last('failed').code).toBe('backend-refused');
  recorder.session.dispose();
});

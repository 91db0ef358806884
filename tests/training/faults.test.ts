/** A backend that computes wrongly and says nothing, or says so where nobody looks, ends the run with a sentence. */
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, test } from 'vitest';
import type { Backend } from '../../src/engine/probes.ts';
import { crossEntropyKernel } from '../../src/engine/ops/cross-entropy/fused.ts';
import { Recorder } from './recorder.ts';
import { backends, only, useBackend, withWrongKernel } from '../browser/support.ts';

const query = 'task=names&d=16&heads=2&layers=1&context=8&batch=4&steps=1000';

/** Losses of 0, as from a device whose programs write nothing. */
const withoutLosses = (id: Backend, run: () => Promise<void>) =>
  withWrongKernel(crossEntropyKernel, id, 0, run);

/** Plain JavaScript gives no command away, and has no kernel of ours to make wrong. */
const able = backends.filter((id) => id !== 'cpu');

describe('a first loss of 0', () => {
  test.each(able)('stops a run on %s', async (id) => {
    await useBackend(id);
    const recorder = new Recorder('transformer', `${query}&backend=${id}`);
    await withoutLosses(id, () => recorder.start('step'));
    expect(recorder.state).toBe('failed');
    expect(recorder.last('failed').code).toBe('computes-wrongly');
    expect(recorder.last('failed').message.zh).toContain('换一个后端');
    expect(recorder.losses).toEqual([]);
    await recorder.start('step');
    expect(recorder.state).toBe('paused');
    recorder.session.dispose();
  });

  test('keeps WebGPU from being measured fastest', async () => {
    const id = 'webgpu';
    await useBackend(id);
    const recorder = new Recorder('transformer', query, { findBackends: only(id, 'wasm') });
    await withoutLosses(id, () => recorder.start('step'));
    expect(recorder.last('prepared').backend).toBe('wasm');
    const report = recorder.last('backends').reports.find((one) => one.id === id)!;
    expect(report.status).toBe('failed');
    expect(report.stepMilliseconds).toBeNull();
    recorder.session.dispose();
  });
});

/** Commands that each device refuses. */
const refuse = {
  webgl(backend: object): void {
    const { gl } = (backend as { gpgpu: { gl: WebGL2RenderingContext } }).gpgpu;
    gl.drawArrays(-1, 0, 3);
  },
  webgpu(backend: object): void {
    const { device } = backend as { device: GPUDevice };
    const encoder = device.createCommandEncoder();
    encoder.popDebugGroup();
    device.queue.submit([encoder.finish()]);
  },
};

describe('a refused command', () => {
  test.each(['webgpu', 'webgl'] as const)('in the middle of a run ends it on %s', async (id) => {
    const recorder = new Recorder('transformer', `${query}&backend=${id}`);
    await recorder.start();
    await recorder.until(() => recorder.losses.length > 0);
    refuse[id](tf.backend());
    await expect.poll(() => recorder.state, { timeout: 60_000 }).toBe('failed');
    expect(recorder.last('failed').code).toBe('computes-wrongly');
    for (const loss of recorder.losses) expect(loss).toBeGreaterThan(0);
    await recorder.start('step');
    expect(recorder.state).toBe('paused');
    recorder.session.dispose();
  });
});

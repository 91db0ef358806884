/**
 * An adapter with the least that WebGPU allows: 128 MiB a binding, 256 MiB a buffer. A larger tensor
 * makes every command that touches it do nothing.
 */
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { Recorder } from './recorder.ts';
import { only, useBackend } from '../browser/support.ts';

/** Attention weights of 64 × 16 × 256² numbers, 256 MiB; nothing else is large. */
const query = 'task=names&batch=64&context=256&d=32&heads=16&layers=1&steps=3&positions=sinusoidal';

let device: GPUDevice;

beforeAll(async () => {
  const { requestDevice } = GPUAdapter.prototype;
  GPUAdapter.prototype.requestDevice = function (descriptor) {
    return requestDevice.call(this, { ...descriptor, requiredLimits: {} });
  };
  await useBackend('webgpu');
  GPUAdapter.prototype.requestDevice = requestDevice;
  ({ device } = tf.backend() as unknown as { device: GPUDevice });
  expect(device.limits.maxStorageBufferBindingSize).toBe(2 ** 27);
});

describe('a tensor above the limit', () => {
  test('is refused before the start, with its name, where WebGPU was chosen', async () => {
    const recorder = new Recorder('transformer', `${query}&backend=webgpu`);
    await recorder.start();
    expect(recorder.state).toBe('failed');
    const { code, message } = recorder.last('failed');
    expect(code).toBe('backend-refused');
    expect(message.en).toContain('attention weights');
    expect(message.en).toContain('256 MB');
    expect(message.en).toContain('128 MB');
    expect(message.zh).toContain('注意力权重');
    expect(recorder.losses).toEqual([]);
  });

  test('has “automatic” take another backend, and the table say why', async () => {
    const recorder = new Recorder('transformer', query, { findBackends: only('webgpu', 'wasm') });
    await recorder.start('measure');
    expect(recorder.last('prepared').backend).toBe('wasm');
    const { reports } = recorder.last('backends');
    const report = reports.find(({ id }) => id === 'webgpu')!;
    expect(report.status).toBe('unavailable');
    expect(report.reason.en).toContain('attention weights');
    recorder.session.dispose();
  });
});

describe('a device that says nothing of its limits', () => {
  beforeAll(() => {
    const real = device.limits;
    const told = new Set<PropertyKey>(['maxStorageBufferBindingSize', 'maxBufferSize']);
    const limits = new Proxy(real, {
      get: (_, name) => (told.has(name) ? 2 ** 40 : real[name as keyof GPUSupportedLimits]),
    });
    Object.defineProperty(device, 'limits', { value: limits });
  });

  test('ends the run with a sentence at the first step', async () => {
    const recorder = new Recorder('transformer', `${query}&backend=webgpu`);
    await recorder.start('step');
    expect(recorder.state).toBe('failed');
    expect(recorder.last('failed').code).toBe('computes-wrongly');
    expect(recorder.last('failed').message.en).toContain('WebGPU refused');
    expect(recorder.losses).toEqual([]);
    recorder.session.dispose();
  });

  test('is not measured fastest', async () => {
    const recorder = new Recorder('transformer', query, { findBackends: only('webgpu', 'wasm') });
    await recorder.start('measure');
    expect(recorder.last('prepared').backend).toBe('wasm');
    const { reports } = recorder.last('backends');
    expect(reports.find(({ id }) => id === 'webgpu')!.status).toBe('failed');
    recorder.session.dispose();
  });
});

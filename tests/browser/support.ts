/** What the browser tests share: starting a backend, random tensors, comparing numbers. */
import * as tf from '@tensorflow/tfjs-core';
import simd from '@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm-simd.wasm?url';
import threaded from '@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm-threaded-simd.wasm?url';
import plain from '@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm.wasm?url';
import { expect } from 'vitest';
import { server } from 'vitest/browser';
import { startBackend, type EngineOptions } from '../../src/engine/backends.ts';
import type { Backend, BackendFinding } from '../../src/engine/probes.ts';
import { adamwKernel } from '../../src/engine/ops/adamw/fused.ts';
import { createRandom, type Random } from '../../src/maths/random/streams.ts';

/** In Chromium on software adapters too; elsewhere on what every machine has. */
export const backends: readonly Backend[] =
  server.browser === 'chromium' ? ['cpu', 'wasm', 'webgl', 'webgpu'] : ['cpu', 'wasm'];

export const engine: EngineOptions = {
  wasmPaths: {
    'tfjs-backend-wasm.wasm': plain,
    'tfjs-backend-wasm-simd.wasm': simd,
    'tfjs-backend-wasm-threaded-simd.wasm': threaded,
  },
  threads: 2,
};

/** As if only these were on real adapters; the others are not there. */
export const only =
  (...ids: readonly Backend[]) =>
  (): Promise<BackendFinding[]> =>
    Promise.resolve(
      (['webgpu', 'webgl', 'wasm', 'cpu'] as const).map((id) => ({
        id,
        state: ids.includes(id) ? 'good' : 'missing',
        reason: { zh: '测试', en: 'a test' },
      })),
    );

export async function useBackend(id: Backend): Promise<void> {
  const active = await startBackend(id, engine);
  expect(active.id).toBe(id);
  expect(active.threads).toBe(id === 'wasm' && crossOriginIsolated ? engine.threads : 1);
  expect(tf.getBackend()).toBe(id);
}

/** Of the memory of the WASM backend. */
export const wasmBytes = (): number =>
  (tf.backend() as unknown as { wasm: { HEAPU8: Uint8Array } }).wasm.HEAPU8.length;

export function randomTensor<R extends tf.Rank>(
  shape: tf.ShapeMap[R],
  random: Random,
  scale = 1,
): tf.Tensor<R> {
  const size = tf.util.sizeFromShape(shape);
  const values = Float32Array.from({ length: size }, () => scale * random.normal());
  return tf.tensor<R>(values, shape);
}

export function randomIds(size: number, limit: number, random: Random): tf.Tensor1D {
  const ids = Int32Array.from({ length: size }, () => random.integer(limit));
  return tf.tensor1d(ids, 'int32');
}

/** The largest |a − b| over all elements, relative to the largest |b| or 1. */
export async function difference(a: tf.Tensor, b: tf.Tensor): Promise<number> {
  expect(a.shape).toEqual(b.shape);
  const [left, right] = [await a.data(), await b.data()];
  let worst = 0;
  let scale = 1;
  for (let i = 0; i < left.length; i++) {
    expect(Number.isFinite(left[i])).toBe(true);
    worst = Math.max(worst, Math.abs(left[i]! - right[i]!));
    scale = Math.max(scale, Math.abs(right[i]!));
  }
  return worst / scale;
}

/** A function of tensors and the ones it is differentiated by. */
export type Differentiable = (...inputs: tf.Tensor[]) => tf.Tensor;

/** Fixed random weights, so that every output element counts. */
export function weightsFor(shape: readonly number[]): Float32Array {
  const random = createRandom(7, 'output weights');
  return Float32Array.from({ length: tf.util.sizeFromShape([...shape]) }, () => random.normal());
}

/** Σ w ⊙ f(inputs). */
export function weighted(f: Differentiable): (...inputs: tf.Tensor[]) => tf.Scalar {
  return (...inputs) => {
    const y = f(...inputs);
    return tf.sum(tf.mul(y, tf.tensor(weightsFor(y.shape), y.shape)));
  };
}

/** Value and gradients of an operation must equal those of its plain composition. */
export async function expectSame(
  operation: Differentiable,
  composition: Differentiable,
  inputs: tf.Tensor[],
  tolerance: number,
): Promise<void> {
  expect(await difference(operation(...inputs), composition(...inputs))).toBeLessThan(tolerance);
  const actual = tf.grads(weighted(operation))(inputs);
  const expected = tf.grads(weighted(composition))(inputs);
  for (const [index, gradient] of actual.entries()) {
    expect(await difference(gradient, expected[index]!)).toBeLessThan(tolerance);
  }
}

/**
 * Replaces a kernel by one whose results are `factor` times as large, or, for AdamW, which works in
 * place, by one that does nothing. @returns whether it was asked for in `run`
 */
export async function withWrongKernel(
  kernelName: string,
  backendName: Backend,
  factor: number,
  run: () => Promise<void>,
): Promise<boolean> {
  const original = tf.getKernel(kernelName, backendName);
  const multiply = tf.getKernel(tf.Multiply, backendName);
  const b = tf.scalar(factor);
  let used = false;
  const kernelFunc: tf.KernelFunc = ({ inputs, attrs, backend }) => {
    used = true;
    if (kernelName === adamwKernel) return tf.scalar(0);
    const results = original.kernelFunc({ inputs, attrs, backend });
    const scaled = [results].flat().map((a) => multiply.kernelFunc({ inputs: { a, b }, backend }));
    return Array.isArray(results) ? scaled.flat() : scaled.flat()[0]!;
  };
  tf.unregisterKernel(kernelName, backendName);
  tf.registerKernel({ ...original, kernelFunc });
  try {
    await run();
  } finally {
    tf.unregisterKernel(kernelName, backendName);
    tf.registerKernel(original);
    b.dispose();
  }
  return used;
}

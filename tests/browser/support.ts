/** What the browser tests share: starting a backend, random tensors, comparing numbers. */
import * as tf from '@tensorflow/tfjs-core';
import simd from '@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm-simd.wasm?url';
import threaded from '@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm-threaded-simd.wasm?url';
import plain from '@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm.wasm?url';
import { expect } from 'vitest';
import { activateBackend, type Backend, type EngineOptions } from '../../src/engine/backends.ts';
import { adamwKernel } from '../../src/engine/ops/adamw/fused.ts';
import { createRandom, type Random } from '../../src/maths/random.ts';

export const backends: readonly Backend[] = ['cpu', 'wasm', 'webgl', 'webgpu'];

export const engine: EngineOptions = {
  wasmPaths: {
    'tfjs-backend-wasm.wasm': plain,
    'tfjs-backend-wasm-simd.wasm': simd,
    'tfjs-backend-wasm-threaded-simd.wasm': threaded,
  },
  threads: 1,
};

export async function useBackend(id: Backend): Promise<void> {
  const active = await activateBackend(id, engine);
  expect(active.id).toBe(id);
  expect(tf.getBackend()).toBe(id);
}

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

/** Σ w ⊙ f(inputs) with fixed random weights w, so that every output element counts. */
function weighted(f: Differentiable, seed: number): (...inputs: tf.Tensor[]) => tf.Scalar {
  return (...inputs) => {
    const y = f(...inputs);
    const w = randomTensor(y.shape as [number], createRandom(seed, 'output weights'));
    return tf.sum(tf.mul(y, w)) as tf.Scalar;
  };
}

/** Value and gradients of an operation must equal those of its plain composition. */
export async function expectSame(
  fused: Differentiable,
  composition: Differentiable,
  inputs: tf.Tensor[],
  tolerance: number,
): Promise<void> {
  expect(await difference(fused(...inputs), composition(...inputs))).toBeLessThan(tolerance);
  const actual = tf.grads(weighted(fused, 7))(inputs);
  const expected = tf.grads(weighted(composition, 7))(inputs);
  for (const [index, gradient] of actual.entries()) {
    expect(await difference(gradient, expected[index]!)).toBeLessThan(tolerance);
  }
}

/** Gradients must equal central differences; run on `cpu`. Inputs are checked at up to 12 elements each. */
export async function expectFiniteDifferences(
  f: Differentiable,
  inputs: tf.Tensor[],
): Promise<void> {
  const scalar = weighted(f, 11);
  const gradients = tf.grads(scalar)(inputs);
  const step = 1e-2;
  const random = createRandom(3, 'elements');
  for (const [index, input] of inputs.entries()) {
    const gradient = await gradients[index]!.data();
    const values = await input.data();
    for (let trial = 0; trial < Math.min(12, input.size); trial++) {
      const element = random.integer(input.size);
      const at = (delta: number): number => {
        const moved = Float32Array.from(values);
        moved[element]! += delta;
        const changed = inputs.map((x, i) => (i === index ? tf.tensor(moved, x.shape) : x));
        return scalar(...changed).dataSync()[0]!;
      };
      const slope = (at(step) - at(-step)) / (2 * step);
      // Central differences in fp32: the truncation and rounding errors are both near 1e-3.
      expect(Math.abs(slope - gradient[element]!)).toBeLessThan(
        1e-2 * Math.max(1, Math.abs(slope)),
      );
    }
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

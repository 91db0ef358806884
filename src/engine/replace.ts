/** How kernels of ours take the place of TensorFlow.js's, the same on its WASM and WebGPU backends. */
import * as tf from '@tensorflow/tfjs-core';

export type Info = tf.TensorInfo;

/** Arguments of a kernel as we register it. */
export interface Call<Backend, Attributes> {
  readonly inputs: Readonly<Record<string, Info>>;
  readonly attrs: Attributes;
  readonly backend: Backend;
}

type Kernel<Backend, Attributes> = (call: Call<Backend, Attributes>) => Info | Info[];

/** Registers a kernel in the place of TensorFlow.js's, where it has one by that name. */
export function replaceKernel<Backend, Attributes>(
  backendName: string,
  kernelName: string,
  compute: Kernel<Backend, Attributes>,
): void {
  const previous = tf.getKernel(kernelName, backendName) as tf.KernelConfig | undefined;
  if (previous !== undefined) tf.unregisterKernel(kernelName, backendName);
  const kernelFunc = compute as unknown as tf.KernelFunc;
  tf.registerKernel({ ...previous, kernelName, backendName, kernelFunc });
}

/** TensorFlow.js's own kernel, to be asked for before it is replaced. */
export function stockKernel<Backend, Attributes>(
  backendName: string,
  kernelName: string,
): (call: Call<Backend, Attributes>) => Info {
  const { kernelFunc } = tf.getKernel(kernelName, backendName);
  return kernelFunc as unknown as (call: Call<Backend, Attributes>) => Info;
}

export const size = (x: Info): number => tf.util.sizeFromShape([...x.shape]);
export const isFloat = ({ dtype }: Info): boolean => dtype === 'float32';

/** C [M, N] = A [M, K] B [K, N], row by row, or a batch of them; transposed factors lie the other way round. */
export interface ProductSizes {
  readonly M: number;
  readonly N: number;
  readonly K: number;
  readonly transposeA?: boolean;
  readonly transposeB?: boolean;
  readonly batch?: number;
  /** Whether each product of the batch has a factor of its own. */
  readonly ownA?: boolean;
  readonly ownB?: boolean;
}

export interface Transposed {
  readonly transposeA: boolean;
  readonly transposeB: boolean;
}

/** @returns null where our kernels do not do it: another type of number, or batches to be broadcast */
export function productOf(
  a: Info,
  b: Info,
  { transposeA, transposeB }: Transposed,
): { readonly shape: number[]; readonly sizes: ProductSizes } | null {
  const [batchA, batchB] = [a.shape.slice(0, -2), b.shape.slice(0, -2)];
  const [countA, countB] = [tf.util.sizeFromShape(batchA), tf.util.sizeFromShape(batchB)];
  const simple = countA === 1 || countB === 1 || batchA.join() === batchB.join();
  if (!simple || a.dtype !== 'float32' || b.dtype !== 'float32') return null;
  const [rows, inner] = a.shape.slice(-2) as [number, number];
  const [M, K] = transposeA ? [inner, rows] : [rows, inner];
  const N = b.shape.at(transposeB ? -2 : -1)!;
  const sizes: ProductSizes = {
    M,
    N,
    K,
    transposeA,
    transposeB,
    batch: Math.max(countA, countB),
    ownA: countA > 1,
    ownB: countB > 1,
  };
  return { shape: [...(countA === 1 ? batchB : batchA), M, N], sizes };
}

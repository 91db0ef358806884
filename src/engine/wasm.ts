/**
 * The WASM backend with its two faults mended: products with a transposed factor take a path
 * 14 to 62 times slower than transposing first, and the gradient of a table look-up is missing.
 */
import * as tf from '@tensorflow/tfjs-core';
import * as wasm from '@tensorflow/tfjs-backend-wasm';
import { embeddingGradientKernel } from './ops/embedding/index.ts';

/** A folder ending in '/', or the address of each binary by its name. */
export type WasmPaths = Parameters<typeof wasm.setWasmPaths>[0];

/** Whether this page may start the workers that threads need: isolated, and not forbidden by its content security policy. */
async function threadsAllowed(): Promise<boolean> {
  if (typeof crossOriginIsolated === 'undefined' || !crossOriginIsolated) return false;
  const address = (code: string) =>
    URL.createObjectURL(new Blob([code], { type: 'text/javascript' }));
  // As TensorFlow.js does it: a worker from a blob that imports another blob.
  const inner = address('postMessage(true)');
  const outer = address(`importScripts('${inner}')`);
  const worker = new Worker(outer);
  const allowed = await new Promise<boolean>((resolve) => {
    worker.addEventListener('message', () => resolve(true));
    worker.addEventListener('error', (event) => {
      event.preventDefault();
      resolve(false);
    });
  });
  worker.terminate();
  URL.revokeObjectURL(inner);
  URL.revokeObjectURL(outer);
  return allowed;
}

let threaded = false;

/** Must be called before the backend starts. @param threads used only where the page allows threads at all */
export async function configureWasm(paths: WasmPaths, threads: number): Promise<void> {
  threaded = threads > 1 && (await threadsAllowed());
  tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', threaded);
  wasm.setWasmPaths(paths);
  wasm.setThreadsCount(threads);
}

/** Threads the started backend uses. */
export function wasmThreads(): number {
  return threaded ? wasm.getThreadsCount() : 1;
}

type MatMulArguments = {
  inputs: { a: tf.TensorInfo; b: tf.TensorInfo };
  backend: wasm.BackendWasm;
  attrs: { transposeA: boolean; transposeB: boolean };
};

function transposeFirst(): void {
  const product = tf.getKernel('BatchMatMul', 'wasm');
  const transpose = tf.getKernel('Transpose', 'wasm');
  tf.unregisterKernel('BatchMatMul', 'wasm');
  tf.registerKernel({ ...product, kernelFunc: transposingMatMul as unknown as tf.KernelFunc });

  function transposingMatMul({ inputs, backend, attrs }: MatMulArguments): tf.TensorInfo {
    const temporary: tf.TensorInfo[] = [];
    const untransposed = (x: tf.TensorInfo, transposed: boolean): tf.TensorInfo => {
      if (!transposed) return x;
      const perm = x.shape.map((_, axis) => axis);
      perm.push(perm.splice(-2, 1)[0]!);
      const result = transpose.kernelFunc({ inputs: { x }, backend, attrs: { perm } });
      temporary.push(result as tf.TensorInfo);
      return result as tf.TensorInfo;
    };
    const a = untransposed(inputs.a, attrs.transposeA);
    const b = untransposed(inputs.b, attrs.transposeB);
    const plain = { transposeA: false, transposeB: false };
    const out = product.kernelFunc({ inputs: { a, b }, backend, attrs: plain });
    for (const { dataId } of temporary) backend.disposeData(dataId);
    return out as tf.TensorInfo;
  }
}

type EmbeddingGradientArguments = {
  inputs: { dy: tf.TensorInfo; ids: tf.TensorInfo };
  backend: wasm.BackendWasm;
  attrs: { V: number };
};

function embeddingGradient({ inputs, backend, attrs }: EmbeddingGradientArguments): tf.TensorInfo {
  const [N, C] = inputs.dy.shape as [number, number];
  const out = backend.makeOutput([attrs.V, C], 'float32');
  const dy = backend.typedArrayFromHeap(inputs.dy);
  const ids = backend.typedArrayFromHeap(inputs.ids);
  const sum = backend.typedArrayFromHeap(out);
  sum.fill(0);
  for (let i = 0; i < N; i++) {
    const row = ids[i]! * C;
    for (let j = 0; j < C; j++) sum[row + j]! += dy[i * C + j]!;
  }
  return out;
}

let repaired = false;

/** Mends the kernels, which outlive the backend; a second call has no effect. */
export function repairWasm(): void {
  if (repaired) return;
  repaired = true;
  transposeFirst();
  tf.registerKernel({
    kernelName: embeddingGradientKernel,
    backendName: 'wasm',
    kernelFunc: embeddingGradient as unknown as tf.KernelFunc,
  });
}

/** Runs one measurement with our engine, or with TensorFlow.js's own operations, off the page's thread. */
import * as tf from '@tensorflow/tfjs-core';
import simd from '@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm-simd.wasm?url';
import threaded from '@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm-threaded-simd.wasm?url';
import plain from '@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm.wasm?url';
import { activateBackend, type Backend } from '../../src/engine/backends.ts';
import { time, type Task } from './tasks.ts';

export interface Measurement {
  readonly engine: 'ours' | 'stock';
  readonly backend: Backend;
  readonly threads: number;
  readonly task: Task;
  readonly warmup: number;
  readonly steps: number;
}

const wasmPaths = {
  'tfjs-backend-wasm.wasm': plain,
  'tfjs-backend-wasm-simd.wasm': simd,
  'tfjs-backend-wasm-threaded-simd.wasm': threaded,
};

/** The backend as TensorFlow.js ships it, none of our kernels in it. */
async function useStock(backend: Backend, threads: number): Promise<void> {
  switch (backend) {
    case 'wasm': {
      const wasm = await import('@tensorflow/tfjs-backend-wasm');
      wasm.setWasmPaths(wasmPaths);
      wasm.setThreadsCount(threads);
      break;
    }
    case 'webgpu':
      await import('@tensorflow/tfjs-backend-webgpu');
      break;
    case 'webgl':
      await import('@tensorflow/tfjs-backend-webgl');
      break;
    case 'cpu':
      await import('@tensorflow/tfjs-backend-cpu');
  }
  await tf.setBackend(backend);
  await tf.ready();
}

async function measure({ engine, backend, threads, task, warmup, steps }: Measurement) {
  const start = performance.now();
  let used = threads;
  if (engine === 'ours') {
    const active = await activateBackend(backend, { wasmPaths, threads });
    used = active.threads;
  } else await useStock(backend, threads);
  const started = performance.now() - start;
  const timing = await time(task, warmup, steps);
  return { ...timing, started, threads: used, isolated: crossOriginIsolated };
}

self.addEventListener('message', (event: MessageEvent<Measurement>) => {
  measure(event.data).then(
    (result) => self.postMessage({ result }),
    (error: unknown) => self.postMessage({ error: String(error) }),
  );
});

/** Runs one request with this handbook's engine, off the page's thread as on the site. */
import * as tf from '@tensorflow/tfjs-core';
import simd from '@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm-simd.wasm?url';
import threaded from '@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm-threaded-simd.wasm?url';
import plain from '@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm.wasm?url';
import { startBackend } from '../../src/engine/backends.ts';
import { findBackends } from '../../src/engine/probes.ts';
import { memoryOf, type WasmBackend } from '../../src/engine/wasm/memory.ts';
import { countSteps } from './counting.ts';
import { installCounters } from './counters.ts';
import { timeDecoding } from './decoding.ts';
import { ownTrainer } from './ours.ts';
import { serve, type Answer, type Request } from './protocol.ts';
import { timeSteps } from './timing.ts';

const wasmPaths = {
  'tfjs-backend-wasm.wasm': plain,
  'tfjs-backend-wasm-simd.wasm': simd,
  'tfjs-backend-wasm-threaded-simd.wasm': threaded,
};

/** Milliseconds of the fastest of several products of two n × n matrices. */
async function fastestProduct(n: number, repeats: number): Promise<number> {
  const [a, b] = [tf.randomNormal([n, n]), tf.randomNormal([n, n])];
  let fastest = Infinity;
  for (let i = 0; i < repeats; i++) {
    const start = performance.now();
    const c = tf.matMul(a, b);
    await c.data();
    fastest = Math.min(fastest, performance.now() - start);
    c.dispose();
  }
  tf.dispose([a, b]);
  return fastest;
}

const wasmBytes = (): number =>
  tf.getBackend() === 'wasm'
    ? memoryOf(tf.backend() as unknown as WasmBackend).buffer.byteLength
    : 0;

serve(async (request: Request): Promise<Answer> => {
  if (request.what === 'find') {
    const findings = await findBackends('auto');
    return {
      backends: findings.map(({ id, state, reason }) => ({ id, state, reason: reason.en })),
    };
  }
  if (request.what === 'count') installCounters();
  const { threads } = await startBackend(request.backend, {
    wasmPaths,
    threads: request.threads,
  });
  switch (request.what) {
    case 'peak': {
      const milliseconds: number[] = [];
      for (const n of request.sizes) milliseconds.push(await fastestProduct(n, request.repeats));
      return { milliseconds, threads };
    }
    case 'decode':
      return { times: await timeDecoding(request), threads };
    case 'count':
      return countSteps(ownTrainer(request.task), request);
    case 'time': {
      const timing = await timeSteps(ownTrainer(request.task), request.effort);
      const memory = { wasm: wasmBytes(), page: null };
      return { ...timing, threads, isolated: crossOriginIsolated, memory };
    }
  }
});

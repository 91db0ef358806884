/** Runs one request with TensorFlow.js as it ships. */
import * as tf from '@tensorflow/tfjs';
import '@tensorflow/tfjs-backend-webgpu';
import { setThreadsCount, setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import simd from '@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm-simd.wasm?url';
import threaded from '@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm-threaded-simd.wasm?url';
import plain from '@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm.wasm?url';
import { countSteps } from './counting.ts';
import { installCounters } from './counters.ts';
import { serve, type Answer, type Request } from './protocol.ts';
import { layersTrainer, plainTrainer } from './stock.ts';
import { timeSteps } from './timing.ts';

setWasmPaths({
  'tfjs-backend-wasm.wasm': plain,
  'tfjs-backend-wasm-simd.wasm': simd,
  'tfjs-backend-wasm-threaded-simd.wasm': threaded,
});

serve(async (request: Request): Promise<Answer> => {
  const { what, backend, engine, threads } = request;
  if (what === 'count') installCounters();
  setThreadsCount(threads);
  if (!(await tf.setBackend(backend))) throw new Error(`TensorFlow.js has no ${backend} here.`);
  if (what === 'count') return countSteps(plainTrainer(request.task), request);
  if (what !== 'time') throw new Error(`${engine} is timed and counted, not asked to ${what}.`);
  const trainer = engine === 'layers' ? layersTrainer(request.task) : plainTrainer(request.task);
  const timing = await timeSteps(trainer, request.effort);
  const memory = { wasm: 0, page: null };
  return { ...timing, threads, isolated: crossOriginIsolated, memory };
});

/** The WASM backend with our own kernels and our own threads in it. */
import * as tf from '@tensorflow/tfjs-core';
import * as wasm from '@tensorflow/tfjs-backend-wasm';
import { registerRecorder } from '../replay.ts';
import { Jobs } from './jobs.ts';
import { registerOwnKernels } from './kernels.ts';
import { catchingMemory, type WasmBackend } from './memory.ts';
import { createRecorder } from './recorder.ts';
import { registerPlainKernels } from './plain-kernels.ts';
import { sharing } from './sharing.ts';

/** A folder ending in '/', or the address of each binary by its name. */
export type WasmPaths = Parameters<typeof wasm.setWasmPaths>[0];

let jobs: Jobs | undefined;

/**
 * Starts the backend and makes it the current one.
 * @param threads used where memory can be shared
 */
export async function startWasm(paths: WasmPaths, threads: number): Promise<boolean> {
  if (jobs !== undefined) return tf.setBackend('wasm');
  tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', sharing() === 'possible' && threads > 1);
  wasm.setWasmPaths(paths);
  // The threads are ours; those of TensorFlow.js would only be in their way.
  wasm.setThreadsCount(1);
  if (!(await catchingMemory(() => tf.setBackend('wasm')))) return false;
  const backend = tf.backend() as unknown as WasmBackend;
  const started = await Jobs.start(backend, threads);
  registerPlainKernels(started);
  registerOwnKernels(started);
  registerRecorder('wasm', createRecorder(backend, started));
  jobs = started;
  return true;
}

/** Threads that compute, this one included. */
export function wasmThreads(): number {
  return jobs?.threads ?? 1;
}

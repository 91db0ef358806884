/** The WebGPU backend with our own kernels in it. */
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-webgpu';
import { mostDispatches, reuseBuffers, type WebGpuBackend } from './backend.ts';
import { registerWebGpuKernels } from './kernels.ts';
import { Gpu } from './program.ts';

let started = false;

/** Starts the backend and makes it the current one. */
export async function startWebGpu(): Promise<boolean> {
  if (started) return tf.setBackend('webgpu');
  tf.env().set('WEBGPU_DEFERRED_SUBMIT_BATCH_SIZE', mostDispatches);
  if (!(await tf.setBackend('webgpu'))) return false;
  const backend = tf.backend() as unknown as WebGpuBackend;
  reuseBuffers(backend);
  registerWebGpuKernels(new Gpu(backend));
  started = true;
  return true;
}

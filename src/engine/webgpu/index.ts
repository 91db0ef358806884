/** The WebGPU backend with our own kernels in it. */
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-webgpu';
import { adoptBackend, makeBackend } from '../adopt.ts';
import { registerFaults } from '../fault.ts';
import { mostDispatches, reuseBuffers, type WebGpuBackend } from './backend.ts';
import { faultsOf } from './faults.ts';
import { registerOwnKernels } from './kernels.ts';
import { registerPlainKernels } from './plain-kernels.ts';
import { Gpu } from './program.ts';

/** @returns what makes it the current backend */
export async function makeWebGpu(): Promise<() => Promise<void>> {
  tf.env().set('WEBGPU_DEFERRED_SUBMIT_BATCH_SIZE', mostDispatches);
  const backend = await makeBackend('webgpu').catch(() => {
    // As the probe asks: the first adapter may be missing where the second is there.
    tf.env().set('WEBGPU_USE_LOW_POWER_GPU', true);
    return makeBackend('webgpu');
  });
  return async () => {
    await adoptBackend('webgpu', backend);
    const ours = backend as unknown as WebGpuBackend;
    registerFaults('webgpu', faultsOf(ours.device));
    reuseBuffers(ours);
    const gpu = new Gpu(ours);
    registerPlainKernels(gpu);
    registerOwnKernels(gpu);
  };
}

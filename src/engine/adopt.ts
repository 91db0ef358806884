/**
 * Backends that take a while to be made are made outside TensorFlow.js's engine and put into it
 * ready: an engine that waits for one which never comes refuses all others, and one that comes after
 * it was given up would take the place of the one that computes.
 */
import * as tf from '@tensorflow/tfjs-core';

/** Makes a backend of TensorFlow.js's without telling its engine. */
export async function makeBackend(id: string): Promise<tf.KernelBackend> {
  const factory = tf.findBackendFactory(id) as (() => unknown) | null;
  if (factory === null) throw new Error(`TensorFlow.js does not offer ${id} here.`);
  return (await factory()) as tf.KernelBackend;
}

/** Makes a backend that is ready the current one. */
export async function adoptBackend(id: string, backend: tf.KernelBackend): Promise<void> {
  tf.removeBackend(id);
  tf.registerBackend(id, () => backend);
  await tf.setBackend(id);
}

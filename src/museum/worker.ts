/** The museum's worker: fetches TensorFlow.js with its CPU backend, runs an exhibit, tells what it saw. */
import * as tf from '@tensorflow/tfjs-core';
import { givePulse, isPulse } from '../pulse.ts';
import { runVersion } from './exhibit.ts';
import { exhibits } from './exhibits/index.ts';
import { answerSchema, requestSchema } from './protocol.ts';

async function startBackend(): Promise<void> {
  await import('@tensorflow/tfjs-backend-cpu');
  await tf.setBackend('cpu');
}

let backend: Promise<void> | null = null;

async function answer(data: unknown): Promise<void> {
  const { exhibit, version } = requestSchema.parse(data);
  await (backend ??= startBackend());
  const start = performance.now();
  const run = runVersion(exhibits[exhibit][version]);
  const milliseconds = performance.now() - start;
  self.postMessage(answerSchema.parse({ exhibit, version, run, milliseconds }));
}

self.addEventListener('message', (event: MessageEvent) => {
  if (isPulse(event.data)) return;
  answer(event.data).catch((error: unknown) => {
    // Thrown outside the promise, so that the page hears of it as the worker's error.
    setTimeout(() => {
      throw error;
    });
  });
});
givePulse();

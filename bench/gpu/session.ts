/** What `npm run bench:gpu` does with the engine; Vite loads it, with TensorFlow.js. */
import * as tf from '@tensorflow/tfjs-core';
import { startBackend } from '../../src/engine/backends.ts';
import type { Backend } from '../../src/engine/probes.ts';
import { findBackends } from '../../src/engine/probes.ts';
import { ownTrainer } from '../page/ours.ts';
import { timeSteps, type Effort, type Timing } from '../page/timing.ts';
import type { Task } from '../tasks.ts';

async function use(backend: Backend): Promise<void> {
  await startBackend(backend, { wasmPaths: '', threads: 1 });
  if (tf.getBackend() !== backend) throw new Error(`${backend} did not start.`);
}

/** What is said of the adapter, and whether it is a real one. */
export async function adapter(): Promise<{ state: string; reason: string }> {
  const { state, reason } = (await findBackends('auto')).find(({ id }) => id === 'webgpu')!;
  return { state, reason: reason.en };
}

/** The losses of the first steps of a task. */
export async function losses(task: Task, backend: Backend, steps: number): Promise<number[]> {
  await use(backend);
  const trainer = ownTrainer(task);
  const found: number[] = [];
  for (let i = 0; i < steps; i++) found.push(await trainer.step());
  return found;
}

export async function time(task: Task, backend: Backend, effort: Effort): Promise<Timing> {
  await use(backend);
  return timeSteps(ownTrainer(task), effort);
}

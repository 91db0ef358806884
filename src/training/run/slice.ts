/** A few steps whose losses are read back together, and the random streams that they draw from. */
import * as tf from '@tensorflow/tfjs-core';
import { throwFault } from '../../engine/fault.ts';
import { createRandom, type Random } from '../../maths/random/streams.ts';
import type { BackendId } from '../config.ts';
import type { Trainer } from '../kinds/trainer.ts';

export interface Streams {
  readonly data: Random;
  readonly dropout: Random;
  readonly teacher: Random;
  readonly sampling: Random;
}

export const createStreams = (seed: number): Streams => ({
  data: createRandom(seed, 'data'),
  dropout: createRandom(seed, 'dropout'),
  teacher: createRandom(seed, 'teacher'),
  sampling: createRandom(seed, 'sampling'),
});

/** On a GPU the loss is read back only every few steps. */
const gpuStepsPerRead = 8;

export const stepsPerRead = (backend: BackendId): number =>
  backend === 'webgpu' || backend === 'webgl' ? gpuStepsPerRead : 1;

/**
 * Takes `count` steps and reads their losses back in one go.
 * @returns those, and the target tokens trained on
 * @throws BackendFault where the backend could not compute them and says so
 */
export async function takeSteps(
  trainer: Trainer,
  streams: Streams,
  count: number,
): Promise<{ losses: ArrayLike<number>; tokens: number }> {
  const losses: tf.Scalar[] = [];
  let tokens = 0;
  for (let i = 0; i < count; i++) {
    const step = trainer.step(streams.data, streams);
    losses.push(step.loss);
    tokens += step.tokens;
  }
  const all = tf.stack(losses);
  const values = await all.data();
  tf.dispose([all, ...losses]);
  throwFault();
  return { losses: values, tokens };
}

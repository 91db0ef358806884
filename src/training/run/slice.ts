/** A few steps whose losses are read back together, and the random streams that they draw from. */
import * as tf from '@tensorflow/tfjs-core';
import { throwFault } from '../../engine/fault.ts';
import { createRandom, randomFrom, type Random } from '../../maths/random/streams.ts';
import type { BackendId } from '../config.ts';
import type { Streams, Trainer } from '../kinds/trainer.ts';
import type { Snapshot } from './snapshot.ts';

export const createStreams = (seed: number): Streams => ({
  data: createRandom(seed, 'data'),
  dropout: createRandom(seed, 'dropout'),
  teacher: createRandom(seed, 'teacher'),
  sampling: createRandom(seed, 'sampling'),
});

/** Where the streams stand. */
export const statesOf = ({ data, dropout, teacher, sampling }: Streams): Snapshot['streams'] => {
  const state = (random: Random) => {
    const { words, spare } = random.state();
    return { words: [...words] as [number, number, number, number], spare };
  };
  return {
    data: state(data),
    dropout: state(dropout),
    teacher: state(teacher),
    sampling: state(sampling),
  };
};

export const streamsFrom = (states: Snapshot['streams']): Streams => ({
  data: randomFrom(states.data),
  dropout: randomFrom(states.dropout),
  teacher: randomFrom(states.teacher),
  sampling: randomFrom(states.sampling),
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
    const step = trainer.step(streams);
    losses.push(step.loss);
    tokens += step.tokens;
  }
  const all = tf.stack(losses);
  const values = await all.data();
  tf.dispose([all, ...losses]);
  throwFault();
  return { losses: values, tokens };
}

/** Training goes on from a stored state as if it had never stopped, to the bit, on the same backend. */
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { AdamW, type AdamWState } from '../../src/engine/optimizer.ts';
import { ReplayedStep } from '../../src/engine/replay.ts';
import { createRandom, randomFrom, type RandomState } from '../../src/maths/random/streams.ts';
import type { StepRandom } from '../../src/models/model.ts';
import { createInstance, type InstanceSizes } from '../../src/training/backend/instance.ts';
import reference from '../../src/training/backend/check.json' with { type: 'json' };
import { trainingStep } from '../../src/training/kinds/step.ts';
import { configOfVariant } from '../parity/instances.ts';
import { backends, useBackend } from './support.ts';

const allSizes: Readonly<Record<string, InstanceSizes>> = reference.sizes;

interface Stored {
  readonly optimizer: AdamWState;
  readonly dropout: RandomState;
  readonly teacher: RandomState;
}

/** A model in training, whose steps are replayed where the backend can. @param variant see `self-check.json` */
function trainee(variant: string) {
  const config = configOfVariant(variant);
  const sizes = allSizes[config.model]!;
  const fields = { ...sizes.fields, dropout: 0.2, teacher: 0.7 };
  const { model, batch, lossOf } = createInstance(config, { ...sizes, fields }, reference.seed);
  const { parameters } = model;
  const optimizer = new AdamW(parameters, {
    ...{ learningRate: 0.01, warmup: 2, decay: 'cosine', totalSteps: 8 },
    ...{ clip: 0.5, weightDecay: 0.1 },
  });
  const step = new ReplayedStep((batch: object, random: StepRandom) =>
    trainingStep(() => lossOf(batch, random), optimizer, parameters.variables),
  );
  const fresh = (): StepRandom => ({
    dropout: createRandom(5, 'dropout'),
    teacher: createRandom(5, 'teacher'),
  });
  let random = fresh();
  return {
    parameters,
    optimizer,
    /** The losses of steps `first` to `last`. */
    async train(first: number, last: number): Promise<number[]> {
      const losses: number[] = [];
      for (let t = first; t <= last; t++) {
        const loss = tf.tidy(() => step.run(batch(t), random));
        losses.push((await loss.data())[0]!);
        loss.dispose();
      }
      return losses;
    },
    async store(): Promise<Stored> {
      const { dropout, teacher } = random;
      const streams = { dropout: dropout.state(), teacher: teacher.state() };
      return { optimizer: await optimizer.state(), ...streams };
    },
    restore(stored: Stored): void {
      optimizer.restore(stored.optimizer);
      random = { dropout: randomFrom(stored.dropout), teacher: randomFrom(stored.teacher) };
    },
    reset(): void {
      optimizer.reset();
      random = fresh();
    },
    dispose(): void {
      step.dispose();
      optimizer.dispose();
      model.dispose();
    },
  };
}

const transformer = 'transformer-decoder rotary gelu pre true';

describe.each(backends)('on %s', (id) => {
  beforeAll(() => useBackend(id));

  // What a GPU keeps is the same for every model, so one will do on adapters in software.
  const software = id === 'webgl' || id === 'webgpu';
  test.each(software ? [transformer] : [transformer, 'lstm-seq2seq additive'])(
    '%s',
    async (variant) => {
      const before = tf.memory().numTensors;
      const one = trainee(variant);
      const initial = await one.parameters.values();
      expect(initial).toEqual(one.parameters.initialValues());
      const first = await one.train(1, 2);
      const stored = await one.store();
      expect(stored.optimizer.steps).toBe(2);
      expect(stored.optimizer.theta).toEqual(await one.parameters.values());
      const rest = await one.train(3, 4);
      const end = await one.store();
      expect(end.optimizer.theta).not.toEqual(stored.optimizer.theta);

      // In another instance, and in the same one, which has a recorded step.
      const other = trainee(variant);
      for (const trainee of [other, one]) {
        trainee.restore(stored);
        expect(await trainee.parameters.values()).toEqual(stored.optimizer.theta);
        expect(await trainee.train(3, 4)).toEqual(rest);
        expect(await trainee.store()).toEqual(end);
      }

      // A reset goes to the beginning, not to what was restored.
      for (const trainee of [other, one]) {
        trainee.reset();
        expect(await trainee.parameters.values()).toEqual(initial);
        expect(await trainee.train(1, 2)).toEqual(first);
        expect(await trainee.store()).toEqual(stored);
      }
      other.dispose();
      one.dispose();
      expect(tf.memory().numTensors).toBe(before);
    },
  );

  test('values that are loaded are not the initial ones', async () => {
    const { parameters, dispose } = trainee(transformer);
    const initial = parameters.initialValues();
    const values = Float32Array.from(initial, (value) => value + 1);
    parameters.load(values);
    values.fill(0);
    expect(await parameters.values()).toEqual(Float32Array.from(initial, (value) => value + 1));
    expect(parameters.initialValues()).toEqual(initial);
    expect(() => parameters.load(initial.subarray(1))).toThrow('are not the');
    dispose();
  });
});

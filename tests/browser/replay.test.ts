/**
 * Steps that are replayed give the numbers of steps that are computed, to the bit, for every model
 * that a reader can configure; and what cannot be replayed is computed.
 */
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { AdamW, type AdamWOptions } from '../../src/engine/optimizer.ts';
import { embedding } from '../../src/engine/ops/embedding/index.ts';
import { perStep, ReplayedStep } from '../../src/engine/replay.ts';
import { createRandom } from '../../src/maths/random/streams.ts';
import type { StepRandom } from '../../src/models/model.ts';
import { createInstance, type InstanceSizes } from '../../src/training/backend/instance.ts';
import reference from '../../src/training/backend/check.json' with { type: 'json' };
import { trainingStep } from '../../src/training/kinds/step.ts';
import { configOfVariant } from '../parity/instances.ts';
import { randomTensor, useBackend, wasmBytes } from './support.ts';

const allSizes: Readonly<Record<string, InstanceSizes>> = reference.sizes;

beforeAll(() => useBackend('wasm'));

/** Everything that changes from step to step is in it. */
const optimizerOptions: AdamWOptions = {
  ...{ learningRate: 0.01, warmup: 3, decay: 'cosine', totalSteps: 8 },
  ...{ clip: 0.5, weightDecay: 0.1 },
};

/** A model in training. @param variant a key of `self-check.json`: its name and its choices */
function trainee(variant: string, fields: Readonly<Record<string, number>>) {
  const config = configOfVariant(variant);
  const sizes = allSizes[config.model]!;
  const own = { ...sizes, fields: { ...sizes.fields, ...fields } };
  const { model, batch, lossOf } = createInstance(config, own, reference.seed);
  const optimizer = new AdamW(model.parameters, optimizerOptions);
  const streams = (): StepRandom => ({
    dropout: createRandom(5, 'dropout'),
    teacher: createRandom(5, 'teacher'),
  });
  let computed = 0;
  const compute = (batch: object, random: StepRandom): tf.Scalar => {
    computed++;
    return trainingStep(() => lossOf(batch, random), optimizer, model.parameters.variables);
  };
  return {
    ...{ model, batch, lossOf, optimizer, streams, compute },
    /** How often a step was computed rather than replayed. */
    computed: () => computed,
    parameters: (): Float32Array[] =>
      model.parameters.variables.map((one) => one.dataSync() as Float32Array),
    dispose() {
      optimizer.dispose();
      model.dispose();
    },
  };
}

const valueOf = (compute: () => tf.Scalar): number => tf.tidy(compute).dataSync()[0]!;

describe('a training step', () => {
  test.each(Object.keys(reference.variants))('of %s', (variant) => {
    const before = tf.memory().numTensors;
    const [usual, replayed] = [
      trainee(variant, { dropout: 0.2 }),
      trainee(variant, { dropout: 0.2 }),
    ];
    const step = new ReplayedStep(replayed.compute);
    const [a, b] = [usual.streams(), replayed.streams()];
    tf.tidy(() => {
      for (let t = 1; t <= 5; t++) {
        const expected = valueOf(() => usual.compute(usual.batch(t), a));
        expect(
          valueOf(() => step.run(replayed.batch(t), b)),
          `step ${t}`,
        ).toBe(expected);
        // Whatever is computed meanwhile takes other memory.
        const between = valueOf(() => replayed.lossOf(replayed.batch(7), null));
        expect(between).toBe(valueOf(() => usual.lossOf(usual.batch(7), null)));
      }
      expect(replayed.parameters()).toEqual(usual.parameters());
    });
    expect(replayed.computed()).toBe(1);
    expect(replayed.optimizer.steps).toBe(5);
    step.dispose();
    usual.dispose();
    replayed.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });

  test('whose decoder reads its own guesses is computed every time', () => {
    const fields = { teacher: 0.5, dropout: 0.1 };
    const [usual, replayed] = [1, 2].map(() => trainee('lstm-seq2seq dot', fields)) as [
      ReturnType<typeof trainee>,
      ReturnType<typeof trainee>,
    ];
    const step = new ReplayedStep(replayed.compute);
    const [a, b] = [usual.streams(), replayed.streams()];
    tf.tidy(() => {
      for (let t = 1; t <= 4; t++) {
        const expected = valueOf(() => usual.compute(usual.batch(t), a));
        expect(valueOf(() => step.run(replayed.batch(t), b))).toBe(expected);
      }
    });
    expect(replayed.computed()).toBe(4);
    step.dispose();
    usual.dispose();
    replayed.dispose();
  });

  test('is recorded again for other streams, and after a reset', () => {
    const one = trainee('transformer-decoder rotary gelu pre true', { dropout: 0.2 });
    const step = new ReplayedStep(one.compute);
    const train = (random: StepRandom) =>
      tf.tidy(() => [1, 2, 3].map((t) => valueOf(() => step.run(one.batch(t), random))));
    const [random, other] = [one.streams(), one.streams()];
    const first = train(random);
    train(random);
    expect(one.computed()).toBe(1);
    train(other);
    expect(one.computed()).toBe(2);
    one.optimizer.reset();
    train(other);
    expect(one.computed()).toBe(3);
    one.optimizer.reset();
    expect(train(one.streams())).toEqual(first);
    step.dispose();
    one.dispose();
  });
});

test('the memory of a recording is given back', () => {
  const one = trainee('transformer-decoder learned relu pre false', { dropout: 0.2 });
  const random = one.streams();
  const once = () => {
    const step = new ReplayedStep(one.compute);
    tf.tidy(() => {
      for (let t = 1; t <= 3; t++) valueOf(() => step.run(one.batch(t), random));
    });
    step.dispose();
  };
  once();
  const before = wasmBytes();
  for (let i = 0; i < 100; i++) once(); // of a megabyte at least
  expect(wasmBytes()).toBe(before);
  expect(one.computed()).toBe(101);
  one.dispose();
});

describe('a step of any kind', () => {
  const x = (seed: number) => randomTensor<tf.Rank.R2>([5, 7], createRandom(seed, 'x'));
  const scalar = (x: tf.Tensor): tf.Scalar => tf.reshape(x, []);
  /** Σ x², with an intermediate tensor. */
  const squares = ({ x }: { x: tf.Tensor2D }): tf.Scalar =>
    tf.tidy(() => scalar(tf.matMul(tf.reshape(tf.mul(x, x), [1, 35]), tf.ones([35, 1]))));

  test('takes inputs of other shapes', () => {
    let computed = 0;
    const step = new ReplayedStep((inputs: { x: tf.Tensor2D }) => (computed++, squares(inputs)));
    const wide = tf.reshape(x(9), [7, 5]) as tf.Tensor2D;
    for (const input of [x(1), x(2), wide, x(3), x(4)]) {
      expect(valueOf(() => step.run({ x: input }, null))).toBe(
        valueOf(() => squares({ x: input })),
      );
    }
    expect(computed).toBe(3);
    step.dispose();
  });

  test('is computed where numbers are read back', () => {
    const sign = ({ x }: { x: tf.Tensor2D }): tf.Scalar =>
      x.dataSync()[0]! > 0 ? squares({ x }) : (tf.neg(squares({ x })) as tf.Scalar);
    const step = new ReplayedStep(sign);
    for (const seed of [1, 2, 3, 4, 5, 6]) {
      const input = { x: x(seed) };
      expect(valueOf(() => step.run(input, null))).toBe(valueOf(() => sign(input)));
    }
    step.dispose();
  });

  test('leaves what it keeps', () => {
    let kept: tf.Tensor | undefined;
    const step = new ReplayedStep(({ x }: { x: tf.Tensor2D }) => {
      kept = tf.keep(tf.mul(x, x));
      return squares({ x });
    });
    const input = x(1);
    const expected = tf.mul(input, input).dataSync();
    valueOf(() => step.run({ x: input }, null));
    step.dispose();
    const others = [1, 2, 3].map((seed) => tf.mul(x(seed), 3));
    expect(kept!.dataSync()).toEqual(expected);
    tf.dispose([kept!, ...others]);
  });

  test('draws anew what it draws for each step', () => {
    const numbers = [3, 5, 7].values();
    const drawn: number[] = [];
    const step = new ReplayedStep((inputs: { x: tf.Tensor2D }) => {
      perStep(() => drawn.push(numbers.next().value!));
      return squares(inputs);
    });
    for (const seed of [1, 2, 3]) valueOf(() => step.run({ x: x(seed) }, null));
    expect(drawn).toEqual([3, 5, 7]);
    step.dispose();
  });

  test('checks its ids every time', () => {
    const table = x(1);
    const step = new ReplayedStep(({ ids }: { ids: tf.Tensor1D }) => {
      const rows = embedding(table, ids); // [2, 7]
      return scalar(tf.matMul(tf.reshape(rows, [1, 14]), tf.ones([14, 1])));
    });
    const run = (...ids: number[]) =>
      valueOf(() => step.run({ ids: tf.tensor1d(ids, 'int32') }, null));
    run(0, 4);
    run(1, 2);
    expect(() => run(3, 5)).toThrow('There is no row 5');
    step.dispose();
  });
});

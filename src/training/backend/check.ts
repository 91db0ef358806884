/**
 * Before a run: does this backend train this model right? A tiny instance of the configured model,
 * its loss, all its gradients and what the optimizer makes of them, against what PyTorch found
 * (`npm run reference`); and dropout, where there is any, against its definition. It is there for
 * drivers that compute wrongly and for kernels that a browser's update breaks: the tests cannot know
 * either.
 */
import * as tf from '@tensorflow/tfjs-core';
import { addDropped, dropout, dropoutMask } from '../../engine/ops/dropout/index.ts';
import { AdamW } from '../../engine/optimizer.ts';
import { patternValues } from '../../maths/random/pattern.ts';
import { createRandom } from '../../maths/random/streams.ts';
import type { RunConfig } from '../config.ts';
import { numberField } from '../fields/read.ts';
import { models } from '../kinds/index.ts';
import { createInstance, type InstanceSizes } from './instance.ts';
import reference from './check.json' with { type: 'json' };

export interface SelfCheck {
  readonly passed: boolean;
  /** Largest relative error of loss, gradients, update and dropout, 0 … 2; 2 also where a number is not finite. */
  readonly error: number;
  readonly milliseconds: number;
}

/**
 * Rounding in fp32 stays below 1e-5 on all backends, and WGSL allows a tanh that is wrong by 1e-5;
 * a wrong kernel is wrong by far more than this.
 */
const tolerance = 1e-4;

const { seed, optimizer: settings } = reference;
const sizes: Partial<Record<string, InstanceSizes>> = reference.sizes;
const variants: Partial<Record<string, readonly number[]>> = reference.variants;

/** Rate and ε are large, so that the update depends on the gradient's size and its rounding counts for little. */
const optimizerOptions = { ...settings, warmup: 0, decay: 'constant', totalSteps: 1 } as const;

/**
 * One number that changes with any element of x, in size and in sign, and in which nothing cancels,
 * so that its relative error is that of x: positive elements count fully, others with −1/3, each
 * with a weight from the pattern.
 */
function digest(name: string, x: Float32Array): number {
  const weights = patternValues(`weights ${name}`, x.length);
  return x.reduce((sum, value, i) => {
    const size = value > 0 ? value : value / -3;
    return sum + (1 + weights[i]! / 2) * size;
  }, 0);
}

/** Of what dropout is tried on: odd, and more than a workgroup takes. */
const dropped = patternValues('dropped', 1021);
const dropoutRandom = () => createRandom(seed, 'dropout');

/** |a − b| relative to the larger one, 2 where a is not finite. */
const difference = (a: number, b: number): number =>
  Number.isFinite(a) ? Math.abs(a - b) / Math.max(Math.abs(a), Math.abs(b)) : 2;

/**
 * Computes on the current backend, with one wait for it.
 * @throws whatever the backend throws, and Error where there are no numbers for this model
 */
export async function selfCheck(config: RunConfig): Promise<SelfCheck> {
  const started = performance.now();
  const key = [
    config.model,
    ...models[config.model].variants.map((name) => config.fields[name]),
  ].join(' ');
  const [expected, size] = [variants[key], sizes[config.model]];
  if (expected === undefined || size === undefined)
    throw new Error(`There are no reference numbers for ${key}.`);

  const rate = 'dropout' in config.fields ? numberField(config, 'dropout') : 0;
  const { model, loss } = createInstance(config, size, seed);
  const { list, variables, size: N } = model.parameters;
  const optimizer = new AdamW(model.parameters, optimizerOptions);
  const found = await read(() => {
    const { value, grads } = tf.variableGrads(() => loss(seed), variables);
    for (let step = 0; step < settings.steps; step++) optimizer.step(grads);
    const whole = tf.tensor1d(dropped);
    const thinned = dropout(whole, rate, dropoutRandom());
    const twice = addDropped(thinned, whole, rate, dropoutRandom());
    return [value, ...variables.map(({ name }) => grads[name]!), ...variables, thinned, twice];
  }).finally(() => {
    optimizer.dispose();
    model.dispose();
  });

  const [value, gradients] = [found[0]!, found.subarray(1, 1 + N)];
  const after = found.subarray(1 + N, 1 + 2 * N);
  const [thinned, twice] = [0, 1].map((times) => {
    const first = 1 + 2 * N + times * dropped.length;
    return found.subarray(first, first + dropped.length);
  }) as [Float32Array, Float32Array];
  const [expectedLoss, expectedUpdate, ...digests] = expected as [number, number, ...number[]];
  const before = model.parameters.initialValues();
  const mask = dropoutMask(dropped.length, rate, dropoutRandom());
  const expectedThinned = dropped.map((x, i) => x * mask[i]!);
  const change = after.map((x, i) => x - before[i]!);
  const error = Math.max(
    difference(value, expectedLoss),
    difference(digest('update', change), expectedUpdate),
    difference(digest('dropout', thinned), digest('dropout', expectedThinned)),
    difference(digest('dropout', twice), 2 * digest('dropout', expectedThinned)),
    ...list.map(({ name, offset, size }, index) => {
      const gradient = gradients.subarray(offset, offset + size);
      return difference(digest(name, gradient), digests[index]!);
    }),
  );
  return { passed: error <= tolerance, error, milliseconds: performance.now() - started };
}

/** All numbers of several tensors, one after the other. */
async function read(compute: () => tf.Tensor[]): Promise<Float32Array> {
  const all = tf.tidy(() => tf.concat1d(compute().map((x) => tf.reshape(x, [x.size]))));
  const values = (await all.data()) as Float32Array;
  all.dispose();
  return values;
}

/** The self-check passes on every backend for every model that a reader can configure, and sees what is wrong. */
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { defaultConfig, type RunConfig } from '../../src/training/config.ts';
import { fieldsOf, modelIds } from '../../src/training/kinds/index.ts';
import { selfCheck } from '../../src/training/backend/check.ts';
import { writeRowsKernel } from '../../src/engine/ops/write-rows/index.ts';
import type { Backend } from '../../src/engine/probes.ts';
import reference from '../../src/training/backend/check.json' with { type: 'json' };
import { backends, useBackend, withWrongKernel } from '../browser/support.ts';
import { configOf } from './instances.ts';

/** Every combination of the choices and switches that change what a model computes. */
function variantsOf(base: RunConfig): RunConfig[] {
  return fieldsOf(base.model)
    .filter(({ group, kind }) => group === 'architecture' && kind !== 'number')
    .reduce(
      (configs, field) => {
        const values =
          field.kind === 'choice' ? field.options.map(({ value }) => value) : [true, false];
        return configs.flatMap((config) =>
          values.map((value) => ({ ...config, fields: { ...config.fields, [field.key]: value } })),
        );
      },
      [base],
    );
}

const usual = modelIds.map((model) => configOf(model, {}));
const variants = usual.flatMap(variantsOf);

const label = ({ model, fields }: RunConfig): string =>
  `${model} ${Object.values(fields)
    .filter((value) => typeof value !== 'number')
    .join(' ')}`;

/**
 * All of them, or on an emulated adapter, which compiles shaders for half a second a variant, as many
 * as show every pair of choices of positions, activation and one other.
 */
const testedOn = (backend: Backend): RunConfig[] =>
  backend === 'cpu' || backend === 'wasm'
    ? variants
    : variants.filter(({ fields }) => {
        if (fields['positions'] === undefined) return true;
        const position = ['learned', 'sinusoidal', 'rotary'].indexOf(String(fields['positions']));
        const activation = ['gelu', 'relu', 'swiglu'].indexOf(String(fields['activation']));
        const postNorm = fields['norm'] === 'post';
        const odd = (n: number) => n % 2 === 1;
        return postNorm === odd(position + activation) && fields['tied'] === odd(activation);
      });

const recurrent = defaultConfig('seq2seq');
const decoder = defaultConfig('transformer');

/** One configuration of each kind of layer. */
const typical = [
  ...usual,
  { ...recurrent, fields: { ...recurrent.fields, attention: 'additive' } },
  { ...decoder, fields: { ...decoder.fields, positions: 'rotary', dropout: 0.1 } },
];

/**
 * Kernels that TensorFlow.js does not name are ours; its product is what everything rests on. The
 * cache's takes no part in training.
 */
function checkedKernels(backend: Backend): string[] {
  const stock = new Set<unknown>(Object.values(tf));
  const all = tf.getKernelsForBackend(backend).map(({ kernelName }) => kernelName);
  return all.filter(
    (name) => name === tf.BatchMatMul || (!stock.has(name) && name !== writeRowsKernel),
  );
}

describe.each(backends)('on %s', (backend) => {
  beforeAll(() => useBackend(backend));

  test('the variants pass and leave no tensor behind', async () => {
    expect(variants).toHaveLength(Object.keys(reference.variants).length);
    await selfCheck(variants[0]!);
    const before = tf.memory().numTensors;
    for (const config of testedOn(backend)) {
      const { passed, error } = await selfCheck(config);
      expect(passed, `${label(config)}: relative error ${error}`).toBe(true);
    }
    expect(tf.memory().numTensors).toBe(before);
  });

  test('a kernel that is 1 % off fails every model that uses it', async () => {
    for (const kernel of checkedKernels(backend)) {
      let users = 0;
      for (const config of typical) {
        let passed = true;
        const used = await withWrongKernel(kernel, backend, 1.01, async () => {
          passed = (await selfCheck(config)).passed;
        });
        expect(passed, `${config.model} with a wrong ${kernel}`).toBe(!used);
        users += Number(used);
      }
      expect(users, kernel).toBeGreaterThan(0);
    }
    for (const config of typical) expect((await selfCheck(config)).passed).toBe(true);
  });

  test.each([0, Number.NaN])('a product that is always %d fails', async (factor) => {
    await withWrongKernel(tf.BatchMatMul, backend, factor, async () => {
      const { passed, error } = await selfCheck(typical[0]!);
      expect(passed).toBe(false);
      expect(error).toBeGreaterThan(0.1);
      expect(error).toBeLessThanOrEqual(2);
    });
  });

  test('a gradient that is zero fails (tfjs issue 8590)', async () => {
    const original = tf.getGradient(tf.Softmax);
    const gradFunc: tf.GradFunc = (dy) => ({ logits: () => tf.zerosLike(dy as tf.Tensor) });
    tf.unregisterGradient(tf.Softmax);
    tf.registerGradient({ ...original, gradFunc });
    const { passed } = await selfCheck(typical[0]!);
    tf.unregisterGradient(tf.Softmax);
    tf.registerGradient(original);
    expect(passed).toBe(false);
  });
});

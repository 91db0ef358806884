import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { findTask, tasks } from '../../../../src/tasks/index.ts';
import type { AnyValues, Field } from '../../../../src/fields/field.ts';
import { buildTrainer } from '../../../../src/training/kinds/build.ts';
import {
  configProblem,
  startProblem,
  tensorProblem,
} from '../../../../src/training/config-problem.ts';
import { configFromQuery } from '../../../../src/training/config-query.ts';
import { defaultConfig, labs, type LabId } from '../../../../src/training/config.ts';
import { estimateBytes, largestTensorOf } from '../../../../src/training/kinds/memory.ts';
import { createStreams } from '../../../../src/training/run/slice.ts';

const read = (lab: LabId, query: string) => {
  const { config, problems } = configFromQuery(new URLSearchParams(query), lab);
  expect(problems).toEqual([]);
  return config;
};

/** Every end of every parameter. */
function ends(parameters: readonly Field[]): AnyValues[] {
  return parameters.reduce<AnyValues[]>(
    (all, field) => {
      const values =
        field.kind === 'switch'
          ? [true, false]
          : field.kind === 'choice'
            ? field.options.map(({ value }) => value)
            : [field.min, field.max];
      return all.flatMap((one) => values.map((value) => ({ ...one, [field.key]: value })));
    },
    [{}],
  );
}

const possible = (parameters: AnyValues): boolean =>
  !(Number(parameters['shortest']) > Number(parameters['longest']));

describe('the sizes of a task', () => {
  it.each(tasks.filter(({ asksText }) => asksText !== true))(
    '$id: at least its data, and little more',
    (task) => {
      const assets = Object.fromEntries(
        task.assets.map((name) => [name, readFileSync(`public/data/${name}`, 'utf8')]),
      );
      for (const parameters of ends(task.parameters).filter(possible)) {
        const real = task.create(parameters, { assets }).sizes;
        const told = task.sizes(parameters);
        expect(Object.keys(told).sort()).toEqual(Object.keys(real).sort());
        expect(told.kind).toBe(real.kind);
        const upperOf = new Map<string, unknown>(Object.entries(told));
        for (const [name, size] of Object.entries(real)) {
          if (typeof size !== 'number') continue;
          const upper = Number(upperOf.get(name));
          expect(upper, `${name} of ${JSON.stringify(parameters)}`).toBeGreaterThanOrEqual(size);
          expect(upper).toBeLessThanOrEqual(2.1 * size + 5);
        }
      }
    },
  );
});

/** Six layers fill 4 GB of WASM. */
const wide = 'task=reversal&model=transformer-encoder-decoder&layers=6&d=512&heads=16&steps=5';
const swiglu = `${wide}&activation=swiglu&norm=post&backend=wasm`;

describe('memory', () => {
  it.each([
    ['seq2seq', `${swiglu}&batch=256`],
    ['seq2seq', `${wide}&batch=256&longest=16`],
    [
      'seq2seq',
      'task=reversal&model=lstm-seq2seq&layers=6&d=512&embed=256&batch=256&longest=16&teacher=0.5',
    ],
    ['transformer', 'task=names&batch=256&context=256&d=512&heads=8'],
    ['transformer', 'task=tang&characters=1500&batch=256&context=256&d=128'],
  ] as const)('%s?%s is more than there is, said in one sentence', (lab, query) => {
    const config = read(lab, query);
    const problem = configProblem(config)!;
    expect(problem.zh).toMatch(/批量 256 ×.*GB 内存.*4 GB/);
    expect(problem.en).toMatch(/Batch 256 ×.*GB of memory.*4 GB/);
  });

  it('lets through what finishes, but does not start it by itself', () => {
    const config = read('seq2seq', `${swiglu.replace('layers=6', 'layers=4')}&batch=128`);
    expect(configProblem(config)).toBeNull();
    expect(startProblem(config)!.zh).toMatch(/GB.*请点“训练”/);
    expect(startProblem(config)!.en).toMatch(/GB.*Press Train/);
  });

  it('starts every usual setting by itself', () => {
    for (const lab of Object.keys(labs) as LabId[]) {
      for (const model of labs[lab].models) {
        for (const { id } of tasks.filter(({ kind }) => kind === labs[lab].kind)) {
          const config = defaultConfig(lab, id, model);
          expect(configProblem(config), `${model}, ${id}`).toBeNull();
          expect(startProblem(config), `${model}, ${id}`).toBeNull();
        }
      }
    }
  });
});

describe('in plain JavaScript', () => {
  it.each([
    'task=names&d=32&heads=16&layers=2&context=32&batch=8',
    'task=names&d=32&heads=4&layers=2&context=32&batch=8&activation=swiglu',
    'task=names&d=32&heads=16&layers=2&context=64&batch=4&activation=relu',
  ])('%s takes no more than was said, and half of it at least', async (query) => {
    await tf.setBackend('cpu');
    const config = read('transformer', query);
    const assets = { 'names.txt': readFileSync('public/data/names.txt', 'utf8') };
    const data = findTask('names')!.create({}, { assets });
    const trainer = buildTrainer(config, data);
    const streams = createStreams(1);
    const { peakBytes } = await tf.profile(() => trainer.step(streams).loss);
    const estimate = estimateBytes(config, data.sizes, 'cpu');
    expect(peakBytes).toBeLessThan(estimate);
    expect(peakBytes).toBeGreaterThan(estimate / 2.1);
    trainer.dispose();
  });
});

describe('the largest tensor', () => {
  const least = 2 ** 27;

  it.each([
    ['task=moby&batch=64&context=256&d=64&heads=16&layers=1', 'attention'],
    ['task=tang&characters=1500&batch=256&context=128&d=8&heads=1&layers=1', 'output layer'],
    ['task=names&batch=256&context=128&d=512&heads=1&layers=1', 'feed-forward'],
  ])('of %s passes the least that WebGPU allows: %s', (query, name) => {
    const config = read('transformer', query);
    const sizes = findTask(config.task)!.sizes(config.taskParameters);
    const problem = tensorProblem(config, sizes, 'webgpu', least)!;
    expect(problem.en).toContain(name);
    expect(problem.en).toContain('128 MB');
    expect(problem.zh).toContain('128 MB');
    expect(tensorProblem(config, sizes, 'webgpu', 2 ** 31)).toBeNull();
    expect(tensorProblem(config, sizes, 'wasm', Infinity)).toBeNull();
  });

  it('is exactly at the limit where half the batch is', () => {
    const config = read('transformer', 'task=moby&batch=32&context=256&d=64&heads=16&layers=1');
    const sizes = findTask(config.task)!.sizes(config.taskParameters);
    expect(largestTensorOf(config, sizes).bytes).toBe(least);
    expect(tensorProblem(config, sizes, 'webgpu', least)).toBeNull();
  });
});

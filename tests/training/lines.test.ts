/** The switch “Exactly these lines” (`backend=cpu`): the printed definitions run, and they agree with the kernels. */
import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { hasFused, withoutFused } from '../../src/engine/ops/kernel.ts';
import type { LabId } from '../../src/training/config.ts';
import { Recorder } from './recorder.ts';
import { useBackend } from '../browser/support.ts';

const sources = import.meta.glob<Record<string, unknown>>(
  '../../src/engine/ops/*/{index,fused}.ts',
  {
    eager: true,
  },
);
/** Names of all kernels of ours, as the operations export them. */
const ours = new Set(
  Object.values(sources).flatMap((module) =>
    Object.entries(module).flatMap(([name, value]) =>
      name.endsWith('Kernel') && typeof value === 'string' ? [value] : [],
    ),
  ),
);

const called = new Set<string>();
const engine = tf.engine();
const runKernel = engine.runKernel.bind(engine);

beforeAll(() => {
  engine.runKernel = (name, inputs, attributes) => {
    called.add(name);
    return runKernel(name, inputs, attributes);
  };
});
afterAll(() => {
  engine.runKernel = runKernel;
});

const runs: readonly (readonly [string, LabId, string])[] = [
  [
    'LSTM',
    'seq2seq',
    'task=addition&model=lstm-seq2seq&d=8&embed=4&batch=2&attention=additive&dropout=0.1',
  ],
  [
    'decoder',
    'transformer',
    'task=names&d=8&heads=2&layers=1&context=16&batch=2&positions=rotary&dropout=0.1',
  ],
  [
    'encoder–decoder',
    'seq2seq',
    'task=reversal&model=transformer-encoder-decoder&d=8&heads=2&layers=1&batch=2&activation=gelu',
  ],
];

/** The first losses of a run that is stopped before it is judged. */
async function firstLosses(lab: LabId, query: string): Promise<number[]> {
  const recorder = new Recorder(lab, `${query}&steps=1000`);
  await recorder.start();
  await recorder.until(() => recorder.losses.length >= 5);
  await recorder.send({ type: 'pause' });
  recorder.session.dispose();
  return recorder.losses.slice(0, 5);
}

test.each(runs)('%s: no kernel of ours is called, and WASM agrees', async (_, lab, query) => {
  called.clear();
  const lines = await firstLosses(lab, `${query}&backend=cpu`);
  expect(tf.getBackend()).toBe('cpu');
  expect([...called].filter((name) => ours.has(name))).toEqual([]);
  called.clear();
  const kernels = await firstLosses(lab, `${query}&backend=wasm`);
  expect([...called].filter((name) => ours.has(name)).length).toBeGreaterThan(2);
  for (const [step, loss] of lines.entries()) {
    expect(Math.abs(loss - kernels[step]!) / loss, `step ${step + 1}`).toBeLessThan(1e-3);
  }
});

test('the CPU backend has no kernel of ours, WASM has most', async () => {
  expect(ours.size).toBeGreaterThan(15);
  await useBackend('cpu');
  expect([...ours].filter(hasFused)).toEqual([]);
  await useBackend('wasm');
  expect([...ours].filter(hasFused).length).toBeGreaterThan(10);
  expect([...ours].filter((name) => withoutFused(() => hasFused(name)))).toEqual([]);
});

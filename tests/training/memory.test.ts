/** What a run is said to take is what it takes: never less, and not much more. */
import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { findTask } from '../../src/tasks/index.ts';
import { buildTrainer } from '../../src/training/kinds/build.ts';
import { configFromQuery } from '../../src/training/config-query.ts';
import type { LabId } from '../../src/training/config.ts';
import { estimateBytes } from '../../src/training/kinds/memory.ts';
import { createStreams, takeSteps } from '../../src/training/run/slice.ts';
import { Recorder, surroundings } from './recorder.ts';
import { useBackend, wasmBytes } from '../browser/support.ts';

async function read(lab: LabId, query: string) {
  const { config } = configFromQuery(new URLSearchParams(query), lab);
  const task = findTask(config.task)!;
  const assets: Record<string, string> = {};
  for (const name of task.assets)
    assets[name] = await surroundings.loadAsset(name, location.origin);
  const data = task.create(config.taskParameters, { assets });
  return { config, data, sizes: data.sizes };
}

/** The engine itself takes some of it, and memory grows in steps. */
function expectClose(estimate: number, measured: number): void {
  const said = `${(estimate / 2 ** 20).toFixed(0)} MB for ${(measured / 2 ** 20).toFixed(0)} MB`;
  expect(estimate / measured, said).toBeGreaterThanOrEqual(1);
  expect(estimate / measured, said).toBeLessThanOrEqual(2);
}

/** From small to large, since the memory of WASM never shrinks. */
test.each([
  ['seq2seq', 'task=reversal&longest=16&model=lstm-seq2seq&d=128&batch=256&attention=additive'],
  ['transformer', 'task=tang&d=64&layers=2&batch=64&activation=swiglu&norm=post&positions=rotary'],
  [
    'seq2seq',
    'task=reversal&longest=16&model=transformer-encoder-decoder&d=256&layers=2&batch=128',
  ],
] as const)('on WASM: %s?%s', async (lab, query) => {
  const { config, sizes } = await read(lab, query);
  const recorder = new Recorder(lab, `${query}&backend=wasm`);
  await recorder.start('step');
  await recorder.send({ type: 'step' });
  expectClose(estimateBytes(config, sizes, 'wasm'), wasmBytes());
  recorder.session.dispose();
});

/** Of the device, by the current backend; each calls it by a name of its own. */
function allocated(): number {
  const memory = tf.memory() as {
    numBytesInGPUAllocated?: number;
    numBytesAllocatedInGPU?: number;
  };
  return memory.numBytesInGPUAllocated ?? memory.numBytesAllocatedInGPU!;
}

test.each(['webgpu', 'webgl'] as const)('on %s', async (id) => {
  await useBackend(id);
  const query = 'task=names&d=32&heads=8&layers=2&context=32&batch=16';
  const { config, data, sizes } = await read('transformer', query);
  const trainer = buildTrainer(config, data);
  await takeSteps(trainer, createStreams(1), 2);
  expectClose(estimateBytes(config, sizes, id), allocated());
  trainer.dispose();
});

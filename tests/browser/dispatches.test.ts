/** How much a training step asks of the GPU: dispatches, submissions, new buffers. */
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import {
  currentCounts,
  installCounters,
  resetCounts,
  type Counts,
} from '../../bench/page/counters.ts';
import { ownTrainer } from '../../bench/page/ours.ts';
import { taskA, taskB, type Task } from '../../bench/tasks.ts';
import { findTask } from '../../src/tasks/index.ts';
import { configFromQuery } from '../../src/training/config-query.ts';
import { buildTrainer } from '../../src/training/kinds/build.ts';
import { createStreams } from '../../src/training/run/slice.ts';
import { useBackend } from './support.ts';

/** Dispatches by program, to be read where a limit is passed. */
const programs = new Map<string, number>();

beforeAll(async () => {
  installCounters();
  const { setPipeline } = GPUComputePassEncoder.prototype;
  GPUComputePassEncoder.prototype.setPipeline = function (pipeline) {
    programs.set(pipeline.label, (programs.get(pipeline.label) ?? 0) + 1);
    setPipeline.call(this, pipeline);
  };
  await useBackend('webgpu');
});

/** The tasks of the bench, narrower: what a step asks for does not depend on widths, but its time does. */
const gpt: Task = { ...taskB, width: 32, context: 16, batch: 2 };
const lstm: Task = { ...taskA, embedding: 16, hidden: 32, batch: 8 };
const attending: Task = { ...lstm, attention: 'additive' };

/** Steps of a slice, whose losses are read back together as a session does. */
const steps = 3;

/** Steps of the same size as the laboratory takes them. */
function laboratory(changes: string): () => tf.Scalar {
  const size = 'task=own-text&layers=4&d=32&heads=4&context=16&batch=2&tied=false';
  const query = new URLSearchParams(`${size}&${changes}`);
  const { config, problems } = configFromQuery(query, 'transformer');
  expect(problems).toEqual([]);
  const data = findTask(config.task)!.create(config.taskParameters, {
    assets: {},
    ownText: 'to be, or not to be '.repeat(50),
  });
  const [trainer, streams] = [buildTrainer(config, data), createStreams(config.seed)];
  return () => trainer.step(streams).loss;
}

/** What one slice asks for. */
async function countSteps(launch: () => tf.Scalar): Promise<Counts> {
  const train = async () => {
    const losses = Array.from({ length: steps }, launch);
    const all = tf.stack(losses);
    const values = await all.data();
    tf.dispose([all, ...losses]);
    return values;
  };
  // The first slices compile programs and create the buffers that then go round.
  for (let slice = 0; slice < 2; slice++) await train();
  resetCounts();
  programs.clear();
  const before = tf.memory().numTensors;
  const losses = await train();
  expect(tf.memory().numTensors).toBe(before);
  expect(losses.every((loss) => Number.isFinite(loss))).toBe(true);
  const counts = currentCounts();
  console.info(counts, Object.fromEntries(programs));
  return counts;
}

/** Stacking the losses of a slice takes a few dispatches of TensorFlow.js. */
const stacking = 4;

test('a GPT takes at most 89 dispatches a step, one submission and no new buffer', async () => {
  const { dispatches, submits, allocations } = await countSteps(ownTrainer(gpt).launch);
  expect(dispatches).toBeLessThanOrEqual(steps * 89 + stacking);
  expect(submits).toBe(steps);
  expect(allocations).toBe(0);
});

test('the laboratory takes as many, with rotary positions and dropout 24 more', async () => {
  const plain = await countSteps(laboratory(''));
  expect(plain.dispatches).toBeLessThanOrEqual(steps * 89 + stacking);
  const { dispatches, submits, allocations } = await countSteps(
    laboratory('positions=rotary&dropout=0.1'),
  );
  expect(dispatches).toBeLessThanOrEqual(steps * 113 + stacking);
  expect(submits).toBe(steps);
  expect(allocations).toBe(0);
});

test('an LSTM takes at most 81 dispatches a step, one submission and no new buffer', async () => {
  const { dispatches, submits, allocations } = await countSteps(ownTrainer(lstm).launch);
  expect(dispatches).toBeLessThanOrEqual(steps * 81 + stacking);
  expect(submits).toBe(steps);
  expect(allocations).toBe(0);
});

test('an LSTM with additive attention takes at most 109, one submission and no new buffer', async () => {
  const { dispatches, submits, allocations } = await countSteps(ownTrainer(attending).launch);
  expect(dispatches).toBeLessThanOrEqual(steps * 109 + stacking);
  expect(submits).toBe(steps);
  expect(allocations).toBe(0);
});

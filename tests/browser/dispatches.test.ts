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
const turning: Task = { ...gpt, positions: 'rotary', dropout: 0.1 };
const attending: Task = { ...lstm, attention: 'additive' };

/** Steps of a slice, whose losses are read back together as a session does. */
const steps = 3;

/** What one slice asks for. */
async function countSteps(task: Task): Promise<Counts> {
  const trainer = ownTrainer(task);
  const train = async () => {
    const losses = Array.from({ length: steps }, () => trainer.launch());
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
  console.info(task.kind, counts, Object.fromEntries(programs));
  return counts;
}

/** Stacking the losses of a slice takes a few dispatches of TensorFlow.js. */
const stacking = 4;

test('a GPT takes at most 110 dispatches a step, one submission and no new buffer', async () => {
  const { dispatches, submits, allocations } = await countSteps(gpt);
  expect(dispatches).toBeLessThanOrEqual(steps * 110 + stacking);
  expect(submits).toBe(steps);
  expect(allocations).toBe(0);
});

test('a GPT with rotary positions and dropout takes at most 136, one submission and no new buffer', async () => {
  const { dispatches, submits, allocations } = await countSteps(turning);
  expect(dispatches).toBeLessThanOrEqual(steps * 136 + stacking);
  expect(submits).toBe(steps);
  expect(allocations).toBe(0);
});

test('an LSTM takes at most 81 dispatches a step, one submission and no new buffer', async () => {
  const { dispatches, submits, allocations } = await countSteps(lstm);
  expect(dispatches).toBeLessThanOrEqual(steps * 81 + stacking);
  expect(submits).toBe(steps);
  expect(allocations).toBe(0);
});

test('an LSTM with additive attention takes at most 109, one submission and no new buffer', async () => {
  const { dispatches, submits, allocations } = await countSteps(attending);
  expect(dispatches).toBeLessThanOrEqual(steps * 109 + stacking);
  expect(submits).toBe(steps);
  expect(allocations).toBe(0);
});

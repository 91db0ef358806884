/** How many programs WebGL runs for a training step: ours, and TensorFlow.js's plain operations. */
import type { WebGLMemoryInfo } from '@tensorflow/tfjs-backend-webgl';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { currentCounts, installCounters, resetCounts } from '../../bench/page/counters.ts';
import type { Launcher } from '../../bench/page/counting.ts';
import { ownTrainer } from '../../bench/page/ours.ts';
import { plainTrainer } from '../../bench/page/stock.ts';
import { taskA, taskB, type Task } from '../../bench/tasks.ts';
import { useBackend } from './support.ts';

beforeAll(async () => {
  installCounters();
  await useBackend('webgl');
});

const memory = () => {
  const { numTensors, numDataBuffers, numBytesInGPU } = tf.memory() as WebGLMemoryInfo;
  return { numTensors, numDataBuffers, numBytesInGPU };
};

/** Programs of a step once everything is on the device, where it leaves nothing behind. */
function programs(trainer: Launcher): number {
  trainer.launch().dispose();
  const before = memory();
  resetCounts();
  trainer.launch().dispose();
  expect(memory()).toEqual(before);
  return currentCounts().dispatches;
}

const attending: Task = { ...taskA, attention: 'additive' };

test.each([
  { name: 'the LSTM', task: taskA, most: 225 },
  { name: 'the LSTM with additive attention', task: attending, most: 278 },
  { name: 'the GPT', task: taskB, most: 320 },
])('$name takes at most $most, less than a third', ({ task, most }) => {
  const ours = programs(ownTrainer(task));
  const plain = programs(plainTrainer(task));
  expect(ours).toBeLessThanOrEqual(most);
  expect(ours).toBeLessThan(plain / 3);
});

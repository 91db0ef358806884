/** Choosing a backend with real backends: what is wrong is skipped, what was measured is remembered, and the run does not notice. */
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, test, vi } from 'vitest';
import { findTask } from '../../src/tasks/index.ts';
import { buildTrainer } from '../../src/training/kinds/build.ts';
import { createChoiceStore } from '../../src/training/backend/store.ts';
import { configFromQuery } from '../../src/training/config-query.ts';
import type { BackendId } from '../../src/training/config.ts';
import type { SessionOptions } from '../../src/training/run/session.ts';
import { createStreams } from '../../src/training/run/slice.ts';
import { millisecondsPerStep } from '../../src/training/backend/time.ts';
import { linearKernel } from '../../src/engine/ops/linear/fused.ts';
import { selfCheck } from '../../src/training/backend/check.ts';
import { Recorder, surroundings } from './recorder.ts';
import { backends, only, useBackend, withWrongKernel } from '../browser/support.ts';

const query = 'task=names&d=16&heads=2&layers=1&context=8&batch=4&dropout=0.1&steps=1000';

/** A clock by which every look takes so many milliseconds on a backend, so that who wins is certain. */
function clock(milliseconds: Partial<Record<BackendId, number>>): () => number {
  let time = 0;
  return () => (time += milliseconds[tf.getBackend() as BackendId] ?? 1);
}

const failingOn =
  (...wrong: readonly string[]): SessionOptions['selfCheck'] =>
  () => {
    const passed = !wrong.includes(tf.getBackend());
    return Promise.resolve({ passed, error: passed ? 0 : 0.5, milliseconds: 1 });
  };

const prefers = (winner: BackendId, ...others: readonly BackendId[]): Partial<SessionOptions> => ({
  findBackends: only(winner, ...others),
  now: clock(Object.fromEntries(others.map((id) => [id, 50]))),
});

/**
 * The first losses of a run, which is paused as soon as it has them: single steps are each evaluated,
 * which is slow on a software adapter. How far the run has come by then depends on the machine.
 */
async function firstLosses(recorder: Recorder, count: number): Promise<number[]> {
  await recorder.start();
  await recorder.until(() => recorder.losses.length >= count);
  await recorder.send({ type: 'pause' });
  return recorder.losses.slice(0, count);
}

const timed = (recorder: Recorder): (string | undefined)[] =>
  recorder
    .all('preparing')
    .filter(({ stage }) => stage === 'time')
    .map(({ backend }) => backend);

const statusOf = (recorder: Recorder, id: BackendId): string =>
  recorder.last('backends').reports.find((report) => report.id === id)!.status;

describe('a backend that computes wrongly', () => {
  test('is named and skipped', async () => {
    const recorder = new Recorder('transformer', query, {
      ...prefers('webgpu', 'wasm', 'cpu'),
      selfCheck: failingOn('webgpu'),
    });
    await recorder.start('step');
    expect(recorder.state).toBe('paused');
    expect(recorder.last('prepared').backend).toBe('wasm');
    expect(tf.getBackend()).toBe('wasm');
    expect(statusOf(recorder, 'webgpu')).toBe('failed');
    const { reason } = recorder.last('backends').reports.find(({ id }) => id === 'webgpu')!;
    expect(reason.zh).toContain('自检不合格');
    expect(reason.en).toContain('failed its self-check');
    expect(timed(recorder)).toEqual([]);
    recorder.session.dispose();
  });

  test('is found out by a kernel made wrong on purpose', async () => {
    await useBackend('wasm');
    const recorder = new Recorder('transformer', query, { ...prefers('wasm', 'cpu'), selfCheck });
    await withWrongKernel(linearKernel, 'wasm', 1.01, () => recorder.start('step'));
    expect(recorder.state).toBe('paused');
    expect(recorder.last('prepared').backend).toBe('cpu');
    expect(statusOf(recorder, 'wasm')).toBe('failed');
    await recorder.start('measure');
    expect(recorder.last('prepared').backend).toBe('wasm');
    expect(recorder.last('backends').reports[2]!.checkMilliseconds).toBeGreaterThan(0);
    recorder.session.dispose();
  });

  test('is refused where it was asked for, and another may be asked for after it', async () => {
    const recorder = new Recorder('transformer', `${query}&backend=wasm`, {
      selfCheck: failingOn('wasm'),
    });
    await recorder.start('step');
    expect(recorder.state).toBe('failed');
    expect(recorder.last('failed').code).toBe('backend-refused');
    expect(recorder.last('failed').message.en).toMatch(/WASM.*self-check/);
    expect(statusOf(recorder, 'wasm')).toBe('failed');
    await recorder.start('step', { backend: 'cpu' });
    expect(recorder.state).toBe('paused');
    expect(recorder.last('prepared').backend).toBe('cpu');
    recorder.session.dispose();
  });
});

describe('timing', () => {
  test.each([
    ['wasm', 'webgpu'],
    ['webgpu', 'wasm'],
  ] as const)('leaves the run on %s as it is, bit for bit', async (winner, other) => {
    const plain = new Recorder('transformer', `${query}&backend=${winner}`);
    const expected = await firstLosses(plain, 8);
    const { numTensors, numBytes } = tf.memory();
    plain.session.dispose();

    const chosen = new Recorder('transformer', query, prefers(winner, other));
    expect(await firstLosses(chosen, 8)).toEqual(expected);
    expect(timed(chosen).sort()).toEqual([other, winner].sort());
    expect(chosen.last('prepared').backend).toBe(winner);
    expect(tf.memory().numTensors).toBe(numTensors);
    expect(tf.memory().numBytes).toBe(numBytes);
    chosen.session.dispose();
  });

  test.each(backends)('leaves nothing behind on %s', async (backend) => {
    await useBackend(backend);
    const { config } = configFromQuery(new URLSearchParams(query), 'transformer');
    const assets = { 'names.txt': await surroundings.loadAsset('names.txt', '') };
    const data = findTask(config.task)!.create(config.taskParameters, { assets });
    const before = tf.memory();
    const trainer = buildTrainer(config, data);
    const now = clock({ [backend]: 50 });
    const time = await millisecondsPerStep(trainer, createStreams(1), backend, now);
    expect(time).toBeGreaterThan(0);
    expect(time).toBeLessThanOrEqual(50);
    trainer.dispose();
    expect(tf.memory().numTensors).toBe(before.numTensors);
    expect(tf.memory().numBytes).toBe(before.numBytes);
  });

  test('is left out where there is nothing to compare with', async () => {
    const recorder = new Recorder('transformer', query);
    await recorder.start('step');
    // The adapters of this browser are emulated, so that only WASM is left.
    expect(recorder.last('prepared').backend).toBe('wasm');
    expect(timed(recorder)).toEqual([]);
    expect(recorder.last('backends').measured).toBeNull();
    recorder.session.dispose();
  });

  test('frees a model whose text turns out too short', async () => {
    const { config } = configFromQuery(new URLSearchParams('task=own-text'), 'transformer');
    const ownText = 'too short for a context of 64. '.repeat(8);
    const recorder = new Recorder('transformer', 'task=own-text', prefers('wasm', 'cpu'));
    const before = tf.memory().numTensors;
    await recorder.start('step', { fields: { ...config.fields, context: 256 } }, ownText);
    expect(recorder.last('failed').code).toBe('text-too-short');
    expect(tf.memory().numTensors).toBe(before);
  });
});

describe('a measured choice', () => {
  const device = `test ${Math.random()}`;
  const usual = Object.fromEntries(new URLSearchParams(query));
  const start = async (
    changed: Partial<SessionOptions> = {},
    changes: Record<string, string> = {},
    mode: 'step' | 'measure' = 'step',
  ) => {
    const recorder = new Recorder(
      'transformer',
      new URLSearchParams({ ...usual, ...changes }).toString(),
      {
        ...prefers('wasm', 'cpu', 'webgl'),
        findBackends: only('wasm', 'webgl'),
        choices: createChoiceStore(),
        device,
        ...changed,
      },
    );
    await recorder.start(mode);
    expect(recorder.all('failed')).toEqual([]);
    recorder.session.dispose();
    return recorder;
  };

  test('is remembered by the browser, and measured again where browser, adapter or size differ', async () => {
    const first = await start();
    expect(timed(first)).toEqual(['webgl', 'wasm']);
    expect(first.last('backends').measured?.remembered).toBe(false);

    const second = await start({}, { seed: '7', lr: '0.01' });
    expect(timed(second)).toEqual([]);
    const { measured, reports } = second.last('backends');
    expect(measured).toEqual({ at: first.last('backends').measured!.at, remembered: true });
    expect(reports.map(({ stepMilliseconds }) => stepMilliseconds)).toEqual(
      first.last('backends').reports.map(({ stepMilliseconds }) => stepMilliseconds),
    );

    expect(timed(await start({ device: `${device}, next version` }))).toHaveLength(2);
    expect(timed(await start({ findBackends: only('wasm', 'cpu', 'webgl') }))).toHaveLength(2);
    expect(timed(await start({}, { d: '64' }))).toHaveLength(2);
  });

  test('is measured again when asked for, without a step', async () => {
    await start();
    const recorder = await start({}, {}, 'measure');
    expect(timed(recorder)).toEqual(['webgl', 'wasm']);
    expect(recorder.last('state')).toEqual({ type: 'state', state: 'idle', step: 0 });
    expect(recorder.losses).toEqual([]);
  });

  test('is measured again when what is stored makes no sense', async () => {
    const choices = { read: () => Promise.resolve({ at: 1, trials: 'all' }), write: vi.fn() };
    const recorder = await start({ choices });
    expect(timed(recorder)).toEqual(['webgl', 'wasm']);
    expect(choices.write).toHaveBeenCalledOnce();
  });

  test('lasts as long as the worker where storage is closed', async () => {
    const open = vi.spyOn(indexedDB, 'open').mockImplementation(() => {
      throw new DOMException('closed', 'SecurityError');
    });
    try {
      const choices = createChoiceStore();
      const closed = { choices, device: `${device}, private` };
      expect(timed(await start(closed))).toHaveLength(2);
      expect(timed(await start(closed))).toHaveLength(0);
      expect(open).toHaveBeenCalled();
    } finally {
      open.mockRestore();
    }
  });

  test('makes room when too many have gathered', async () => {
    const store = createChoiceStore();
    for (let index = 0; index < 201; index++) await store.write(`filler ${index}`, index);
    const fresh = createChoiceStore();
    expect(await fresh.read('filler 200')).toBe(200);
    expect(await fresh.read('filler 0')).toBeUndefined();
  });
});

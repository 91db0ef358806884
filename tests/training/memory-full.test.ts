/**
 * WASM without room: the run ends with a sentence and is not waited for, whether memory cannot grow
 * or a thread reaches beyond it.
 */
import { beforeAll, expect, test, vi } from 'vitest';
import { BackendFault } from '../../src/engine/fault.ts';
import { Jobs } from '../../src/engine/wasm/jobs.ts';
import { Recorder } from './recorder.ts';
import { useBackend } from '../browser/support.ts';

/** Pages of 64 KB: what the memory may grow by. */
const room = 512;
const small = 'task=names&d=16&heads=2&layers=1&context=16&batch=4&steps=20&backend=wasm';
const large = 'task=names&d=64&heads=4&layers=2&context=64&batch=64&steps=20&backend=wasm';

let jobs: Jobs;

beforeAll(async () => {
  const { Memory } = WebAssembly;
  WebAssembly.Memory = new Proxy(Memory, {
    construct: (target, [descriptor]: [WebAssembly.MemoryDescriptor]) =>
      new target({ ...descriptor, maximum: descriptor.initial + room }),
  });
  const start = vi.spyOn(Jobs, 'start');
  await useBackend('wasm');
  jobs = (await start.mock.results[0]!.value) as Jobs;
  WebAssembly.Memory = Memory;
});

async function losses(query: string): Promise<number[]> {
  const recorder = new Recorder('transformer', query);
  await recorder.start();
  await recorder.until(() => recorder.losses.length >= 5);
  await recorder.send({ type: 'pause' });
  recorder.session.dispose();
  return recorder.losses.slice(0, 5);
}

test('a model that does not fit fails with a sentence, and a smaller one trains as before', async () => {
  const before = await losses(small);
  const recorder = new Recorder('transformer', large);
  await recorder.start('step');
  expect(recorder.state).toBe('failed');
  expect(recorder.last('failed').code).toBe('out-of-memory');
  expect(recorder.last('failed').message.en).toBe(
    'WASM ran out of memory. Choose a smaller batch, context or width and press Train again.',
  );
  recorder.session.dispose();
  expect(await losses(small)).toEqual(before);
});

test('a thread that traps ends the run, and this worker is done', async () => {
  const recorder = new Recorder('transformer', small);
  await recorder.start('step');
  expect(jobs.threads).toBe(2);
  const beyond = { from: 0xf0000000, fromRow: 4, to: 0xf0000000, toRow: 4 };
  jobs.run('copyRows', 1, { ...beyond, rows: 1, bytes: 4, high: 1 });
  // Nobody here takes part, so that it is the other thread that traps, if it comes by in time; how
  // this one learns of it has a test of its own (`unit/engine/queue.test.ts`).
  await vi.waitUntil(() => jobs.broken, { timeout: 5000 }).catch(() => {});
  expect(() => jobs.settle()).toThrow(BackendFault);
  expect(jobs.broken).toBe(true);
  await recorder.send({ type: 'step' });
  expect(recorder.state).toBe('failed');
  expect(recorder.last('failed').code).toBe('out-of-memory');
  await recorder.start('step');
  // This worker is of no use any more.
  expect(recorder.state).toBe('failed');
});

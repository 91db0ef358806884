/**
 * WASM without room: the run ends with a sentence and is not waited for, whether memory cannot grow
 * or a thread reaches beyond it.
 */
import { beforeAll, expect, test, vi } from 'vitest';
import { BackendFault } from '../../src/engine/fault.ts';
import { Jobs } from '../../src/engine/wasm/jobs.ts';
import { configFromQuery } from '../../src/training/config.ts';
import { Recorder } from './recorder.ts';
import { useBackend } from './support.ts';

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

test('a thread that traps ends the run, and a fresh worker trains', async () => {
  const recorder = new Recorder('transformer', small);
  await recorder.start('step');
  expect(jobs.threads).toBe(2);
  // Nobody here takes part, so that it is the other thread that traps.
  jobs.run('copyRows', 1, [0xf0000000, 4, 0xf0000000, 4, 1, 4, 1]);
  await expect.poll(() => jobs.broken, { timeout: 60_000 }).toBe(true);
  expect(() => jobs.settle()).toThrow(BackendFault);
  await recorder.send({ type: 'step' });
  expect(recorder.state).toBe('failed');
  expect(recorder.last('failed').code).toBe('out-of-memory');
  await recorder.start('step');
  // This worker is of no use any more.
  expect(recorder.state).toBe('failed');

  const url = new URL('../../src/training/worker.ts', import.meta.url);
  const worker = new Worker(url, { type: 'module', name: `test ${Math.random()}` });
  const states: string[] = [];
  worker.addEventListener(
    'message',
    ({ data }: MessageEvent<{ type?: string; state?: string }>) => {
      if (data.type === 'state') states.push(data.state!);
    },
  );
  // A task that needs no file: the worker would fetch it from the site.
  const fresh = 'task=reversal&model=lstm-seq2seq&d=8&embed=4&batch=2&backend=wasm';
  const { config } = configFromQuery(new URLSearchParams(fresh), 'seq2seq');
  worker.postMessage({ type: 'start', mode: 'step', config, base: location.origin });
  await expect.poll(() => states.at(-1), { timeout: 60_000 }).toBe('paused');
  worker.terminate();
});

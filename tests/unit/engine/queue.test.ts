/** The queue of the WASM kernels: jobs begin in their order, and none waits for a thread that broke down. */
import { readFileSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import { describe, expect, it, vi } from 'vitest';
import { layouts } from '../../../src/engine/wasm/layouts.ts';
import type { Exports } from '../../../src/engine/wasm/load.ts';

const control = 4096;
/** From the control block to the first place, and from a place to its kernel (`assembly/index.ts`). */
const placeAt = 128;
const kernelAt = 128;
/** How many threads sleep, how many take part, and from a place to how many of its chunks are done. */
const sleepersAt = 64;
const crewAt = 72;
const doneAt = 64;
const { kernel, words } = layouts.copyRows;

const binary = readFileSync('src/engine/wasm/binaries/kernels-shared.wasm');

async function queueOf(pointer: number) {
  const memory = new WebAssembly.Memory({ initial: 16, maximum: 65536, shared: true });
  const { instance } = await WebAssembly.instantiate(binary, { env: { memory } });
  const kernels = instance.exports as unknown as Exports;
  const scratch = control + 64 * Math.ceil(kernels.controlBytes() / 64);
  const integers = new Int32Array(memory.buffer);
  const place = kernels.nextPlace(control) / 4;
  expect(place).toBe((control + placeAt + kernelAt) / 4);
  integers.set([kernel, 0], place);
  const rows = { from: pointer, fromRow: 4, to: pointer, toRow: 4, rows: 1, bytes: 4, high: 1 };
  integers.set(words(rows), place + 16);
  kernels.queue(control, 1, scratch);
  /** As a thread of the pool does, which then never finishes. */
  const take = (): void => {
    const states = new BigUint64Array(memory.buffer);
    states[(control + placeAt) / 8]! += 1n;
  };
  return { kernels, memory, integers, scratch, take };
}

/** What a thread of the pool does (`thread.ts`), in Node. */
const thread = `
  const { workerData } = require('node:worker_threads');
  const { binary, memory, control, scratch } = workerData;
  WebAssembly.instantiate(binary, { env: { memory } }).then(({ instance }) =>
    instance.exports.serve(control, scratch));
`;

describe('a job', () => {
  it('is done by whoever waits for it', async () => {
    const { kernels, scratch } = await queueOf(65536);
    kernels.settle(control, scratch);
    expect(kernels.settled(control)).toBe(1);
    expect(kernels.isBroken(control)).toBe(0);
  });

  it('traps where its pointer lies beyond the memory', async () => {
    const { kernels, scratch } = await queueOf(-4096);
    expect(() => kernels.settle(control, scratch)).toThrow(WebAssembly.RuntimeError);
  });

  it('is not waited for when the thread that took it broke down', async () => {
    const { kernels, scratch, take } = await queueOf(65536);
    take();
    kernels.breakDown(control);
    expect(kernels.isBroken(control)).not.toBe(0);
    expect(() => kernels.settle(control, scratch)).toThrow(WebAssembly.RuntimeError);
  });

  it('is not begun before the one before it is done, by a thread that began late either', async () => {
    const [source, target] = [65536, 65600];
    const { kernels, memory, integers, scratch, take } = await queueOf(source);
    take();
    const pool = scratch + 64 * Math.ceil(kernels.scratchBytes() / 64);
    integers[pool / 4 + 16] = 1; // its number
    integers[(control + crewAt) / 4] = 2;
    const data = { binary, memory, control, scratch: pool };
    const worker = new Worker(thread, { eval: true, workerData: data });
    const sleeps = () => Atomics.load(integers, (control + sleepersAt) / 4) === 1;
    await vi.waitUntil(sleeps, { timeout: 20_000 });

    const place = kernels.nextPlace(control) / 4;
    integers.set([kernel, 0], place);
    const rows = { from: source, fromRow: 4, to: target, toRow: 4, rows: 1, bytes: 4, high: 1 };
    integers.set(words(rows), place + 16);
    kernels.queue(control, 1, scratch);
    await new Promise((resolve) => setTimeout(resolve, 300)); // in which it could begin
    // What the first job was to write, and that it is done.
    integers[source / 4] = 7;
    Atomics.store(integers, (control + placeAt + doneAt) / 4, 1);
    kernels.settle(control, scratch);
    await worker.terminate();
    expect(integers[target / 4]).toBe(7);
  });
});

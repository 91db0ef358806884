/** The queue of the WASM kernels waits for no thread that broke down. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { layouts } from '../../../src/engine/wasm/layouts.ts';
import type { Exports } from '../../../src/engine/wasm/load.ts';

const control = 4096;
/** From the control block to the first place, and from a place to its kernel (`assembly/index.ts`). */
const placeAt = 128;
const kernelAt = 128;
const { kernel, words } = layouts.copyRows;

async function queueOf(pointer: number) {
  const memory = new WebAssembly.Memory({ initial: 16, maximum: 65536, shared: true });
  const binary = readFileSync('src/engine/wasm/binaries/kernels-shared.wasm');
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
  return { kernels, scratch, take };
}

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
});

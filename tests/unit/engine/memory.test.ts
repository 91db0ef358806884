/** Shared memory that a phone refuses is asked for again, smaller. */
import { afterEach, expect, it } from 'vitest';
import { catchingMemory } from '../../../src/engine/wasm/memory.ts';

const { Memory } = WebAssembly;
const gigabyte = 2 ** 30;
const pages = gigabyte / 65_536;

/** A browser that sets aside no more than so many pages for what is shared. */
function refuseAbove(most: number): void {
  WebAssembly.Memory = class extends Memory {
    constructor(descriptor: WebAssembly.MemoryDescriptor) {
      if (descriptor.shared && descriptor.maximum! > most) throw new RangeError('Out of memory');
      super(descriptor);
    }
  };
}

/** As the threaded build of TensorFlow.js does. */
const ask = () =>
  catchingMemory(() =>
    Promise.resolve(new WebAssembly.Memory({ initial: 256, maximum: 65_536, shared: true })),
  );

afterEach(() => {
  WebAssembly.Memory = Memory;
});

it('is given as it was asked for where the browser agrees', async () => {
  const { result, limit } = await ask();
  expect(result.buffer).toBeInstanceOf(SharedArrayBuffer);
  expect(limit).toBeNull();
});

it('is smaller where the browser refuses, and says how large it may grow', async () => {
  refuseAbove(pages);
  const { result, limit } = await ask();
  expect(limit).toBe(gigabyte);
  expect(result.buffer).toBeInstanceOf(SharedArrayBuffer);
  expect(() => result.grow(pages)).toThrow(RangeError);
});

it('is refused where the browser gives none, and the constructor is what it was', async () => {
  refuseAbove(0);
  const refusing = WebAssembly.Memory;
  await expect(ask()).rejects.toThrow('Out of memory');
  expect(WebAssembly.Memory).toBe(refusing);
});

it('leaves memory of one thread alone', async () => {
  refuseAbove(0);
  const { result } = await catchingMemory(() =>
    Promise.resolve(new WebAssembly.Memory({ initial: 1 })),
  );
  expect(result.buffer).toBeInstanceOf(ArrayBuffer);
});

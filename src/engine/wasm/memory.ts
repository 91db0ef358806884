/** The memory of TensorFlow.js's WASM backend, which our kernels work on. */
import type * as tf from '@tensorflow/tfjs-core';

let shared: WebAssembly.Memory | undefined;

const page = 65_536;
/** Pages to ask for where more are refused: phones will not set aside what may never be used. */
const smallerMaxima = [32_768, 16_384, 8192, 4096];

/** @throws what the browser throws, where it refuses shared memory of any size */
function sharedMemory(
  Memory: typeof WebAssembly.Memory,
  { initial, maximum = page }: WebAssembly.MemoryDescriptor,
): { memory: WebAssembly.Memory; maximum: number } {
  const smaller = smallerMaxima.filter((pages) => pages < maximum && pages >= initial);
  let refusal: unknown;
  for (const pages of [maximum, ...smaller]) {
    try {
      return {
        memory: new Memory({ initial, maximum: pages, shared: true }),
        maximum: pages,
      };
    } catch (error) {
      refusal = error;
    }
  }
  throw refusal;
}

/**
 * Runs `start`, during which the threaded build creates its shared memory and keeps it to itself:
 * the constructor is watched meanwhile.
 * @returns also how many bytes that memory may grow to, where the browser refused what was asked for
 */
export async function catchingMemory<T>(
  start: () => Promise<T>,
): Promise<{ result: T; limit: number | null }> {
  const { Memory } = WebAssembly;
  let limit: number | null = null;
  WebAssembly.Memory = new Proxy(Memory, {
    construct(target, [descriptor]: [WebAssembly.MemoryDescriptor]) {
      if (descriptor.shared !== true) return new target(descriptor);
      const { memory, maximum } = sharedMemory(target, descriptor);
      if (maximum !== descriptor.maximum) limit = maximum * page;
      shared = memory;
      return memory;
    },
  });
  try {
    return { result: await start(), limit };
  } finally {
    WebAssembly.Memory = Memory;
  }
}

/** The parts of the WASM backend that we use; its allocator and memory are not in its public types. */
export interface WasmBackend {
  readonly wasm: {
    readonly HEAPU8: Uint8Array;
    readonly asm?: { readonly memory?: WebAssembly.Memory };
    _malloc(bytes: number): number;
    _free(pointer: number): void;
  };
  move(
    dataId: tf.DataId,
    values: tf.BackendValues | null,
    shape: number[],
    dtype: tf.DataType,
    refCount: number,
  ): void;
  readSync(dataId: tf.DataId, start?: number, end?: number): tf.BackendValues;
  getMemoryOffset(dataId: tf.DataId): number;
  makeOutput(shape: number[], dtype: tf.DataType): tf.TensorInfo;
  incRef(dataId: tf.DataId): void;
}

/** @throws Error where this build of the backend hides its memory in a way we do not know */
export function memoryOf({ wasm }: WasmBackend): WebAssembly.Memory {
  const candidates = [shared, wasm.asm?.memory];
  const memory = candidates.find((one) => one?.buffer === wasm.HEAPU8.buffer);
  if (memory === undefined) throw new Error("The WASM backend's memory could not be found.");
  return memory;
}

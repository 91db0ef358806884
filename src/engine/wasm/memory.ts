/** The memory of TensorFlow.js's WASM backend, which our kernels work on. */
import type * as tf from '@tensorflow/tfjs-core';

let shared: WebAssembly.Memory | undefined;

/**
 * Runs `start`, during which the threaded build creates its shared memory and keeps it to itself:
 * the constructor is watched meanwhile.
 */
export async function catchingMemory<T>(start: () => Promise<T>): Promise<T> {
  const { Memory } = WebAssembly;
  WebAssembly.Memory = new Proxy(Memory, {
    construct(target, [descriptor]: [WebAssembly.MemoryDescriptor]) {
      const memory = new target(descriptor);
      if (descriptor.shared === true) shared = memory;
      return memory;
    },
  });
  try {
    return await start();
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

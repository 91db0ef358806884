/** The memory of TensorFlow.js's WASM backend, which our kernels work on. */
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';

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

/** What the kernels need of the started backend; its allocator is not in the public types. */
interface Heap {
  readonly HEAPU8: Uint8Array;
  readonly asm?: { readonly memory?: WebAssembly.Memory };
  _malloc(bytes: number): number;
  _free(pointer: number): void;
}

export function heapOf(backend: BackendWasm): Heap {
  return backend.wasm as unknown as Heap;
}

/** @throws Error where this build of the backend hides its memory in a way we do not know */
export function memoryOf(backend: BackendWasm): WebAssembly.Memory {
  const heap = heapOf(backend);
  const candidates = [shared, heap.asm?.memory];
  const memory = candidates.find((one) => one?.buffer === heap.HEAPU8.buffer);
  if (memory === undefined) throw new Error("The WASM backend's memory could not be found.");
  return memory;
}

/**
 * What is changed in TensorFlow.js's WASM backend, so that it gets on with a queue of jobs: reading
 * waits for what is being written, freeing for what is being read, and whoever records a step is
 * told what is allocated, freed, uploaded and read.
 */
import { BackendFault } from '../fault.ts';
import type { Source } from './arena.ts';
import type { WasmBackend } from './memory.ts';

export interface MemoryWatcher {
  /** Before numbers are read back, which may decide what is computed. */
  beforeReading(): void;
  /** @param uploaded whether it is written at once rather than by a job @returns null for the heap */
  allocate(bytes: number, uploaded: boolean): number | null;
  /** @returns whether it was not of the heap, or is not to be freed yet */
  keeps(pointer: number): boolean;
  /** A pointer that goes into a job's arguments. */
  reads(pointer: number): void;
  /** How many jobs were queued, and how many of them are done. */
  queued(): number;
  settled(): number;
}

const noMemory = (bytes: number): BackendFault =>
  new BackendFault('wasm', 'out-of-memory', `WebAssembly has no room for another ${bytes} bytes`);

/** Memory of the backend, which is left free for a job to write to. @throws BackendFault */
export function reserve(backend: WasmBackend, bytes: number): number {
  const pointer = backend.wasm._malloc(bytes);
  if (pointer === 0) throw noMemory(bytes);
  return pointer;
}

/** @returns the heap itself, which the watcher is not asked about */
export function watchMemory(backend: WasmBackend, watcher: MemoryWatcher): Source {
  const { wasm } = backend;
  const readSync = backend.readSync.bind(backend);
  backend.readSync = (...range) => {
    watcher.beforeReading();
    return readSync(...range);
  };

  // Emscripten's own take their final form when they are called for the first time.
  wasm._free(wasm._malloc(1));
  const [allocate, release] = [wasm._malloc.bind(wasm), wasm._free.bind(wasm)];
  const malloc = (bytes: number): number => {
    const pointer = allocate(bytes) >>> 0;
    // A kernel would write to it, and there lies what TensorFlow.js needs.
    if (pointer === 0) throw noMemory(bytes);
    return pointer;
  };
  /** What is free once the first `queued` jobs are done, in order. */
  const leaving: { readonly pointer: number; readonly queued: number }[] = [];
  const free = (pointer: number): void => {
    leaving.push({ pointer, queued: watcher.queued() });
    // Both counts go on from the smallest integer after the largest.
    const settled = watcher.settled();
    while (leaving.length > 0 && ((settled - leaving[0]!.queued) | 0) >= 0) {
      release(leaving.shift()!.pointer);
    }
  };

  let uploading = false;
  const move = backend.move.bind(backend);
  backend.move = (dataId, values, ...rest) => {
    uploading = values !== null;
    try {
      move(dataId, values, ...rest);
    } finally {
      uploading = false;
    }
  };
  wasm._malloc = (bytes) => watcher.allocate(bytes, uploading) ?? malloc(bytes);
  wasm._free = (pointer) => {
    if (!watcher.keeps(pointer)) free(pointer);
  };
  const offsetOf = backend.getMemoryOffset.bind(backend);
  backend.getMemoryOffset = (dataId) => {
    const pointer = offsetOf(dataId);
    watcher.reads(pointer);
    return pointer;
  };
  return { malloc, free };
}

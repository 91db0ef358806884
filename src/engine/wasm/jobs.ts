/**
 * Runs the kernels of `assembly/` in the memory of the WASM backend, on as many threads as there
 * are. A job is written into a control block; its chunks are taken one by one (see
 * `assembly/index.ts`).
 */
import plainUrl from './binaries/kernels.wasm?url';
import sharedUrl from './binaries/kernels-shared.wasm?url';
import relaxedUrl from './binaries/kernels-relaxed.wasm?url';
import relaxedSharedUrl from './binaries/kernels-relaxed-shared.wasm?url';
import { memoryOf, type WasmBackend } from './memory.ts';
import type { ThreadStart } from './thread.ts';

/** In the order of the switch in `assembly/index.ts`. */
const kernelNames = [
  'product',
  'columnSums',
  'layerNorm',
  'layerNormGradient',
  'gelu',
  'geluGradient',
  'crossEntropy',
  'embeddingGradient',
  'pack',
  'lstm',
  'lstmGradient',
  'attention',
  'attentionGradient',
  'squaredNorm',
  'adamw',
  'packedProduct',
  'add',
  'copyRows',
  'tanh',
  'additiveScores',
  'additiveScoresGradient',
] as const;
export type KernelName = (typeof kernelNames)[number];

/** What the binaries export; pointers and sizes in bytes. */
interface Exports {
  run(control: number, chunks: number, scratch: number): void;
  scratchBytes(): number;
  packedBytes(K: number, N: number): number;
  attentionBytes(T: number, S: number, D: number): number;
  attentionGradientBytes(T: number, S: number, D: number): number;
}

/** A float among the arguments of a kernel, which are integers and pointers otherwise. */
export class Float {
  readonly value: number;
  constructor(value: number) {
    this.value = value;
  }
}

const kernelAt = 192;
const argumentsAt = 256;
const controlBytes = 512;
const threadAt = 64;
const line = 64;

async function compile(shared: boolean): Promise<WebAssembly.Module> {
  const urls = shared ? [relaxedSharedUrl, sharedUrl] : [relaxedUrl, plainUrl];
  for (const url of urls) {
    const binary = await (await fetch(url)).arrayBuffer();
    // An engine without relaxed SIMD does not validate the first one.
    if (WebAssembly.validate(binary)) return WebAssembly.compile(binary);
  }
  throw new Error('This engine has no WASM SIMD.');
}

/** @returns null where this page may not start it; the others then do its work */
function startThread(message: ThreadStart): Promise<Worker | null> {
  const worker = new Worker(new URL('./thread.ts', import.meta.url), { type: 'module' });
  return new Promise((resolve) => {
    worker.addEventListener('message', () => resolve(worker), { once: true });
    worker.addEventListener('error', (event) => {
      event.preventDefault();
      resolve(null);
    });
    worker.postMessage(message);
  });
}

export class Jobs {
  readonly #backend: WasmBackend;
  readonly #memory: WebAssembly.Memory;
  readonly #exports: Exports;
  readonly #control: number;
  readonly #scratch: number;
  readonly #threads: Worker[] = [];
  #integers: Int32Array;
  #floats: Float32Array;

  private constructor(backend: WasmBackend, exports: Exports, control: number) {
    const memory = memoryOf(backend);
    this.#backend = backend;
    this.#memory = memory;
    this.#exports = exports;
    this.#control = control;
    this.#scratch = control + controlBytes;
    this.#integers = new Int32Array(memory.buffer);
    this.#floats = new Float32Array(memory.buffer);
  }

  /** @param threads wanted; one where the memory is not shared */
  static async start(backend: WasmBackend, threads: number): Promise<Jobs> {
    const memory = memoryOf(backend);
    const shared = !(memory.buffer instanceof ArrayBuffer);
    const count = shared ? threads : 1;
    const module = await compile(shared);
    const { exports } = await WebAssembly.instantiate(module, { env: { memory } });
    const kernels = exports as unknown as Exports;
    const each = Math.ceil(kernels.scratchBytes() / line) * line;
    const bytes = controlBytes + count * each;
    const start = Math.ceil(backend.wasm._malloc(bytes + line) / line) * line;
    new Uint8Array(memory.buffer, start, bytes).fill(0);
    const jobs = new Jobs(backend, kernels, start);
    const starts = Array.from({ length: count - 1 }, (_, index) => {
      const scratch = jobs.#scratch + (index + 1) * each;
      jobs.#integers[(scratch + threadAt) >> 2] = index + 1;
      return startThread({ module, memory, control: start, scratch });
    });
    for (const worker of await Promise.all(starts)) {
      if (worker !== null) jobs.#threads.push(worker);
    }
    return jobs;
  }

  get threads(): number {
    return 1 + this.#threads.length;
  }

  /** Pure functions of the binaries: how much room a kernel takes. */
  get sizes(): Omit<Exports, 'run'> {
    return this.#exports;
  }

  #refresh(): void {
    if (this.#integers.buffer === this.#memory.buffer) return;
    // The memory has grown.
    this.#integers = new Int32Array(this.#memory.buffer);
    this.#floats = new Float32Array(this.#memory.buffer);
  }

  get integers(): Int32Array {
    this.#refresh();
    return this.#integers;
  }

  get floats(): Float32Array {
    this.#refresh();
    return this.#floats;
  }

  /** Runs `use` with a block of memory of that many bytes. */
  withWorkspace(bytes: number, use: (pointer: number) => void): void {
    const { wasm } = this.#backend;
    const pointer = wasm._malloc(bytes) >>> 0;
    use(pointer);
    wasm._free(pointer);
  }

  /** Runs a kernel over all chunks. */
  run(kernel: KernelName, chunks: number, values: readonly (number | boolean | Float)[]): void {
    if (chunks === 0) return;
    this.#refresh();
    this.#integers[(this.#control + kernelAt) >> 2] = kernelNames.indexOf(kernel);
    let at = (this.#control + argumentsAt) >> 2;
    for (const value of values) {
      if (value instanceof Float) this.#floats[at] = value.value;
      else this.#integers[at] = Number(value);
      at++;
    }
    this.#exports.run(this.#control, chunks, this.#scratch);
  }

  stop(): void {
    for (const worker of this.#threads) worker.terminate();
    this.#threads.length = 0;
  }
}

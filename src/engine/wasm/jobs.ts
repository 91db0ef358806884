/**
 * Runs the kernels of `assembly/` in the memory of the WASM backend, on as many threads as there
 * are. A job is written into the next place of a queue, and the threads take its chunks one by one
 * (see `assembly/index.ts`) while this thread goes on. So whoever reads what a job writes, or writes
 * what it reads, waits for it first, and memory is free only when no job before needs it.
 */
import { BackendFault } from '../fault.ts';
import type { Source } from './arena.ts';
import { layouts, type KernelArguments, type KernelName } from './layouts.ts';
import { compile, startThread, type Exports } from './load.ts';
import { memoryOf, type WasmBackend } from './memory.ts';
import { RecordedJobs } from './recorded-jobs.ts';
import { reserve, watchMemory } from './watched-memory.ts';
import { writeWords } from './words.ts';

/** Bytes from the kernel of a place in the queue to its arguments. */
const argumentsAt = 64;
const threadAt = 64;
const line = 64;

const trapped = (): BackendFault =>
  new BackendFault('wasm', 'out-of-memory', 'a WebAssembly thread reached beyond its memory');

export class Jobs {
  readonly #backend: WasmBackend;
  readonly #memory: WebAssembly.Memory;
  readonly #exports: Exports;
  readonly #control: number;
  readonly #scratch: number;
  /** Of the pool, besides this one. */
  readonly #started: Worker[] = [];
  #crew = 1;
  /** Memory that no recording watches. */
  readonly #heap: Source;
  /** Those whose memory is still in use. */
  readonly #recordings = new Set<RecordedJobs>();
  /** The one that is being made. */
  #recording: RecordedJobs | null = null;
  #integers: Int32Array;
  #floats: Float32Array;

  private constructor(backend: WasmBackend, exports: Exports, control: number, scratch: number) {
    const memory = memoryOf(backend);
    this.#backend = backend;
    this.#memory = memory;
    this.#exports = exports;
    this.#control = control;
    this.#scratch = scratch;
    this.#integers = new Int32Array(memory.buffer);
    this.#floats = new Float32Array(memory.buffer);
    this.#heap = this.#watchMemory();
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
    const controlBytes = Math.ceil(kernels.controlBytes() / line) * line;
    const bytes = controlBytes + count * each;
    const block = reserve(backend, bytes + line);
    const start = Math.ceil(block / line) * line;
    new Uint8Array(memory.buffer, start, bytes).fill(0);
    const jobs = new Jobs(backend, kernels, start, start + controlBytes);
    const starts = Array.from({ length: count - 1 }, (_, index) => {
      const scratch = jobs.#scratch + (index + 1) * each;
      jobs.#integers[(scratch + threadAt) >> 2] = index + 1;
      return startThread({ module, memory, control: start, scratch });
    });
    for (const worker of await Promise.all(starts)) {
      if (worker !== null) jobs.#started.push(worker);
    }
    jobs.threads = 1 + jobs.#started.length;
    return jobs;
  }

  /** Those that take part: as many as could be started, until fewer are asked for. */
  get threads(): number {
    return this.#crew;
  }

  set threads(count: number) {
    this.settle();
    this.#crew = count;
    this.#exports.setCrew(this.#control, count);
  }

  /** Pure functions of the binaries: how much room a kernel takes. */
  get sizes(): Pick<Exports, 'packedBytes' | 'attentionBytes' | 'attentionGradientBytes'> {
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

  #watchMemory(): Source {
    return watchMemory(this.#backend, {
      beforeReading: () => {
        this.settle();
        this.#recording?.refuse();
      },
      allocate: (bytes, uploaded) => this.#recording?.allocate(bytes, uploaded) ?? null,
      keeps: (pointer) => {
        for (const recording of this.#recordings) if (recording.free(pointer)) return true;
        return false;
      },
      reads: (pointer) => this.#recording?.reads(pointer),
      queued: () => this.#exports.queued(this.#control),
      settled: () => this.#exports.settled(this.#control),
    });
  }

  /** Whether a job broke off in its middle: the memory makes no sense any more, and nothing can be computed in it. */
  get broken(): boolean {
    return this.#exports.isBroken(this.#control) !== 0;
  }

  /**
   * Lets this thread compute. A trap, here or in a thread of the pool, is a pointer beyond the memory.
   * @throws BackendFault
   */
  #compute(work: () => void): void {
    if (this.broken) throw trapped();
    try {
      work();
    } catch (error) {
      if (!(error instanceof WebAssembly.RuntimeError)) throw error;
      this.#exports.breakDown(this.#control);
      throw trapped();
    }
  }

  /** Waits until all jobs are done. @throws BackendFault */
  settle(): void {
    this.#compute(() => this.#exports.settle(this.#control, this.#scratch));
  }

  /** Before one of TensorFlow.js's own kernels, which compute at once and cannot be replayed. */
  makeWay(): void {
    this.settle();
    this.#recording?.refuse();
  }

  /** Runs `use` with a block of memory of that many bytes. */
  withWorkspace(bytes: number, use: (pointer: number) => void): void {
    const { wasm } = this.#backend;
    const pointer = wasm._malloc(bytes) >>> 0;
    try {
      use(pointer);
    } finally {
      wasm._free(pointer);
    }
  }

  /** The same with numbers that are already there. */
  withTable(table: readonly number[], use: (pointer: number) => void): void {
    const { wasm } = this.#backend;
    const bytes = table.length * Int32Array.BYTES_PER_ELEMENT;
    const pointer = this.#recording?.allocate(bytes, true) ?? wasm._malloc(bytes) >>> 0;
    this.integers.set(table, pointer / Int32Array.BYTES_PER_ELEMENT);
    try {
      use(pointer);
    } finally {
      wasm._free(pointer);
    }
  }

  /**
   * Runs a kernel over all chunks, after the jobs before it; a `BackendFault` where it cannot be.
   * @param beside whether it may begin with the job before, since neither writes what the other
   *   reads or writes; and the same for those beside which that one runs
   */
  run<K extends KernelName>(
    kernel: K,
    chunks: number,
    given: KernelArguments[K],
    beside = false,
  ): void {
    this.#queue(kernel, chunks, layouts[kernel].words(given), beside, null);
  }

  /** The same with arguments that are asked for again in every replay. */
  runAnew<K extends KernelName>(kernel: K, chunks: number, given: () => KernelArguments[K]): void {
    const layout = layouts[kernel];
    const ask = () => layout.words(given());
    this.#queue(kernel, chunks, ask(), false, ask);
  }

  #queue(
    name: KernelName,
    chunks: number,
    words: readonly number[],
    beside: boolean,
    ask: (() => readonly number[]) | null,
  ): void {
    if (chunks === 0) return;
    this.#refresh();
    const { kernel, floats } = layouts[name];
    const place = this.#exports.nextPlace(this.#control);
    this.#integers[place >> 2] = kernel;
    this.#integers[(place >> 2) + 1] = Number(beside);
    writeWords(this.#integers, this.#floats, (place + argumentsAt) >> 2, words, floats);
    this.#compute(() => this.#exports.queue(this.#control, chunks, this.#scratch));
    this.#recording?.add({ kernel, chunks, beside, words, floats, ask });
  }

  /** Runs `compute` and remembers its jobs, which can be replayed if the recording is valid. */
  record<T>(compute: () => T): { result: T; recording: RecordedJobs } {
    const recording = new RecordedJobs(this.#heap);
    this.#recordings.add(recording);
    this.#recording = recording;
    try {
      return { result: compute(), recording };
    } catch (error) {
      recording.refuse();
      throw error;
    } finally {
      this.#recording = null;
      if (recording.valid) recording.finish(() => this);
      else this.forget(recording);
    }
  }

  /** Queues all jobs of a recording. */
  replay(recording: RecordedJobs): void {
    const { start, end } = recording.list(this.integers, this.floats);
    this.#compute(() => this.#exports.replay(this.#control, start, end, this.#scratch));
  }

  forget(recording: RecordedJobs): void {
    recording.dispose();
    for (const one of this.#recordings) if (one.gone) this.#recordings.delete(one);
  }
}

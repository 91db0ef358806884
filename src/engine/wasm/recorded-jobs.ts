/**
 * What one step asked of the kernels: the jobs in their order, with their arguments as they stand in
 * memory. While a step is recorded, what it allocates comes from an arena that no one else uses, so
 * that the same jobs may write to the same places whenever they are replayed. What it uploads –
 * constants, since what changes is an input or drawn for each step – is kept for the replays.
 */
import { Arena, type Source } from './arena.ts';
import { writeWords } from './words.ts';

/** A job to be queued again. */
interface Job {
  readonly kernel: number;
  readonly chunks: number;
  readonly beside: boolean;
  readonly words: readonly number[];
  /** Which of them are floats. */
  readonly floats: readonly number[];
  /** Gives what differs from step to step; null where nothing does. */
  readonly ask: (() => readonly number[]) | null;
}

/** Integers of a job before its arguments: kernel, beside, chunks, bytes of the arguments. */
const head = 4;

export class RecordedJobs {
  readonly #source: Source;
  readonly #arena: Arena;
  readonly #jobs: Job[] = [];
  /** Pointers to what the step reads and did not make. */
  readonly #read = new Set<number>();
  /** What it uploaded, and whether its owner has freed it. */
  readonly #kept = new Map<number, boolean>();
  /** Arguments that are asked for in every replay: integers from the start of the list. */
  readonly #asked: {
    readonly at: number;
    readonly floats: readonly number[];
    readonly ask: () => readonly number[];
  }[] = [];
  #list: { readonly start: number; readonly end: number } | null = null;
  #valid = true;
  #disposed = false;

  constructor(source: Source) {
    this.#source = source;
    this.#arena = new Arena(source);
  }

  /** Whether it can be replayed: all jobs are known, and what they read is where it was. */
  get valid(): boolean {
    return this.#valid;
  }

  /** Something came up that cannot be done again. */
  refuse(): void {
    this.#valid = false;
  }

  add(job: Job): void {
    this.#jobs.push(job);
  }

  /** A pointer that goes into a job's arguments. */
  reads(pointer: number): void {
    if (!this.#arena.owns(pointer)) this.#read.add(pointer);
  }

  /** @param uploaded whether it is written at once rather than by a job */
  allocate(bytes: number, uploaded: boolean): number {
    if (!uploaded) return this.#arena.allocate(bytes);
    const pointer = this.#source.malloc(bytes);
    this.#kept.set(pointer, false);
    return pointer;
  }

  /** @returns whether that was its own; otherwise the memory goes back to where it came from */
  free(pointer: number): boolean {
    if (this.#arena.owns(pointer)) {
      this.#arena.free(pointer);
      if (this.#disposed && this.#arena.taken === 0) this.#arena.release();
      return true;
    }
    if (this.#kept.has(pointer)) {
      this.#kept.set(pointer, true);
      return true;
    }
    if (this.#read.has(pointer)) this.#valid = false;
    return false;
  }

  /** Puts the jobs into memory, one after the other. */
  finish(views: () => { readonly integers: Int32Array; readonly floats: Float32Array }): void {
    const size = this.#jobs.reduce((sum, { words }) => sum + head + words.length, 0);
    const start = this.#source.malloc(4 * size);
    const { integers, floats } = views();
    let at = start / 4;
    for (const job of this.#jobs) {
      const { ask, words } = job;
      integers.set([job.kernel, Number(job.beside), job.chunks, 4 * words.length], at);
      at += head;
      writeWords(integers, floats, at, words, job.floats);
      if (ask !== null) this.#asked.push({ at, floats: job.floats, ask });
      at += words.length;
    }
    this.#jobs.length = 0;
    this.#list = { start, end: 4 * at };
  }

  /** Where the list of jobs begins and ends, with what differs from step to step as it is now. */
  list(
    integers: Int32Array,
    floats: Float32Array,
  ): { readonly start: number; readonly end: number } {
    for (const { at, floats: places, ask } of this.#asked) {
      writeWords(integers, floats, at, ask(), places);
    }
    return this.#list!;
  }

  /** Gives its memory back; what lives in its arena beyond the step keeps that until it is freed. */
  dispose(): void {
    this.#valid = false;
    this.#disposed = true;
    if (this.#list !== null) this.#source.free(this.#list.start);
    for (const [pointer, freed] of this.#kept) if (freed) this.#source.free(pointer);
    this.#kept.clear();
    if (this.#arena.taken === 0) this.#arena.release();
  }

  /** Whether no pointer into its memory is left. */
  get gone(): boolean {
    return this.#disposed && this.#arena.taken === 0;
  }
}

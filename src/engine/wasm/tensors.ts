/** What the kernels work with: the queue of jobs, and tensors in the memory of the backend. */
import type { Info } from '../replace.ts';
import type { Jobs } from './jobs.ts';
import type { WasmBackend } from './memory.ts';

/** Bytes of one. */
export const float = 4;
export const upTo = (x: number, multiple: number): number => Math.ceil(x / multiple) * multiple;

/** Elements of a chunk of element-wise work, rows of a chunk of row-wise work. */
export const elements = 16384;
export const rowsOf = (columns: number): number => Math.max(4, Math.ceil(elements / columns));

export class Wasm {
  readonly jobs: Jobs;
  readonly #backend: WasmBackend;

  constructor(backend: WasmBackend, jobs: Jobs) {
    this.#backend = backend;
    this.jobs = jobs;
  }

  /** Where a tensor lies; 0 for none. */
  at(x: Info | undefined): number {
    return x === undefined ? 0 : this.#backend.getMemoryOffset(x.dataId);
  }

  /** A new tensor whose numbers are still to be written. */
  floats(shape: readonly number[]): Info {
    return this.#backend.makeOutput([...shape], 'float32');
  }

  /** The same of bytes that are 0 or 1. */
  booleans(shape: readonly number[]): Info {
    return this.#backend.makeOutput([...shape], 'bool');
  }

  /** The same tensor once more. */
  share({ dataId, shape, dtype }: Info): Info {
    this.#backend.incRef(dataId);
    return { dataId, shape, dtype };
  }

  /** out [C] = Σ over the N rows of x [N, C], which lie `row` bytes apart. @param beside see `Jobs.run` */
  columnSums(x: number, row: number, out: number, N: number, C: number, beside = false): void {
    const wide = Math.max(16, upTo(C / 8, 16));
    this.jobs.run('columnSums', Math.ceil(C / wide), { x, row, out, N, C, wide }, beside);
  }

  /** Rows of `bytes` each, from one place to another, with `fromRow` and `toRow` bytes between them. */
  copyRows(
    rows: number,
    bytes: number,
    [from, fromRow]: readonly [number, number],
    [to, toRow]: readonly [number, number],
  ): void {
    if (bytes === 0) return;
    const high = Math.ceil((elements * float) / bytes);
    const given = { from, fromRow, to, toRow, rows, bytes, high };
    this.jobs.run('copyRows', Math.ceil(rows / high), given);
  }
}

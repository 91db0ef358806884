/** What the kernels of both files share: tensors in the memory of the WASM backend, and their chunks. */
import type { Info } from '../replace.ts';
import type { Jobs } from './jobs.ts';
import type { WasmBackend } from './memory.ts';

/** Bytes of one. */
export const float = 4;
export const upTo = (x: number, multiple: number): number => Math.ceil(x / multiple) * multiple;

/** Elements of a chunk of element-wise work, rows of a chunk of row-wise work. */
export const elements = 16384;
export const rowsOf = (columns: number): number => Math.max(4, Math.ceil(elements / columns));

/** Where a tensor lies; 0 for none. */
export const at = (backend: WasmBackend, x: Info | undefined): number =>
  x === undefined ? 0 : backend.getMemoryOffset(x.dataId);

/** A new tensor whose numbers are still to be written. */
export const floats = (backend: WasmBackend, shape: readonly number[]): Info =>
  backend.makeOutput([...shape], 'float32');

/** out [C] = Σ over the N rows of x [N, C], which lie `row` bytes apart. @param beside see `Jobs.run` */
export function columnSums(
  jobs: Jobs,
  x: number,
  row: number,
  out: number,
  N: number,
  C: number,
  beside = false,
): void {
  const wide = Math.max(16, upTo(C / 8, 16));
  jobs.run('columnSums', Math.ceil(C / wide), [x, row, out, N, C, wide], beside);
}

/** Rows of `bytes` each, from one place to another, with `fromRow` and `toRow` bytes between them. */
export function copyRows(
  jobs: Jobs,
  rows: number,
  bytes: number,
  [from, fromRow]: readonly [number, number],
  [to, toRow]: readonly [number, number],
): void {
  if (bytes === 0) return;
  const high = Math.ceil((elements * float) / bytes);
  jobs.run('copyRows', Math.ceil(rows / high), [from, fromRow, to, toRow, rows, bytes, high]);
}

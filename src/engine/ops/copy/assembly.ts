/** Rows from here to there, what slices, splits, concatenations and transposes are made of; one chunk is a run of rows. */
import { CopyRowsArguments, PadRowsArguments, TransposeArguments } from '../../wasm/assembly/arguments';
import { copyFloats, zero } from '../../wasm/assembly/vector';

/** Arguments: from, bytes from row to row, out to, bytes from row to row; rows, bytes of each, rows of a chunk. */
export function copyRows(p: CopyRowsArguments, chunk: i32): void {
  const fromRow = p.fromRow;
  const toRow = p.toRow;
  const bytes = p.bytes;
  const high = p.high;
  const first = chunk * high;
  let from = p.from + <usize>first * fromRow;
  let to = p.to + <usize>first * toRow;
  const last = min(high, p.rows - first);
  for (let row = 0; row < last; row++) {
    copyFloats(to, from, bytes);
    from += fromRow;
    to += toRow;
  }
}

/**
 * Rows with zeros before and after them. Arguments: from, out to; rows, bytes of each, zeros before,
 * zeros after, rows of a chunk.
 */
export function padRows(p: PadRowsArguments, chunk: i32): void {
  const bytes = p.bytes;
  const before = p.before;
  const after = p.after;
  const high = p.high;
  const first = chunk * high;
  const whole = bytes + ((<usize>(before + after)) << 2);
  let from = p.from + <usize>first * bytes;
  let to = p.to + <usize>first * whole;
  const last = min(high, p.rows - first);
  for (let row = 0; row < last; row++) {
    const start = to + ((<usize>before) << 2);
    zero(to, before);
    copyFloats(start, from, bytes);
    zero(start + bytes, after);
    from += bytes;
    to += whole;
  }
}

/** xᵀ of x [M, N]. Arguments: x, out y [N, M]; M, N, rows of y in a chunk. */
export function transpose(p: TransposeArguments, chunk: i32): void {
  const M = p.M;
  const N = p.N;
  const high = p.high;
  const last = min((chunk + 1) * high, N);
  const row = (<usize>N) << 2;
  let to = p.y + ((<usize>(chunk * high * M)) << 2);
  for (let n = chunk * high; n < last; n++) {
    let from = p.x + ((<usize>n) << 2);
    for (let m = 0; m < M; m++) {
      f32.store(to, f32.load(from));
      from += row;
      to += 4;
    }
  }
}

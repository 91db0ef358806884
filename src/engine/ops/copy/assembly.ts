/** Rows from here to there, what slices, splits, concatenations and transposes are made of; one chunk is a run of rows. */
import { copyFloats, zero } from '../../wasm/assembly/vector';

/** Arguments: from, bytes from row to row, out to, bytes from row to row; rows, bytes of each, rows of a chunk. */
export function copyRows(p: usize, chunk: i32): void {
  const fromRow = <usize>i32.load(p, 4);
  const toRow = <usize>i32.load(p, 12);
  const bytes = <usize>i32.load(p, 20);
  const high = i32.load(p, 24);
  const first = chunk * high;
  let from = <usize>i32.load(p, 0) + <usize>first * fromRow;
  let to = <usize>i32.load(p, 8) + <usize>first * toRow;
  const last = min(high, i32.load(p, 16) - first);
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
export function padRows(p: usize, chunk: i32): void {
  const bytes = <usize>i32.load(p, 12);
  const before = i32.load(p, 16);
  const after = i32.load(p, 20);
  const high = i32.load(p, 24);
  const first = chunk * high;
  const whole = bytes + ((<usize>(before + after)) << 2);
  let from = <usize>i32.load(p, 0) + <usize>first * bytes;
  let to = <usize>i32.load(p, 4) + <usize>first * whole;
  const last = min(high, i32.load(p, 8) - first);
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
export function transpose(p: usize, chunk: i32): void {
  const M = i32.load(p, 8);
  const N = i32.load(p, 12);
  const high = i32.load(p, 16);
  const last = min((chunk + 1) * high, N);
  const row = (<usize>N) << 2;
  let to = <usize>i32.load(p, 4) + ((<usize>(chunk * high * M)) << 2);
  for (let n = chunk * high; n < last; n++) {
    let from = <usize>i32.load(p) + ((<usize>n) << 2);
    for (let m = 0; m < M; m++) {
      f32.store(to, f32.load(from));
      from += row;
      to += 4;
    }
  }
}

/** Rows from here to there, what slices, splits and concatenations are made of; one chunk is a run of rows. */

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
    let i: usize = 0;
    for (; i + 16 <= bytes; i += 16) v128.store(to + i, v128.load(from + i));
    for (; i < bytes; i += 4) i32.store(to + i, i32.load(from + i));
    from += fromRow;
    to += toRow;
  }
}

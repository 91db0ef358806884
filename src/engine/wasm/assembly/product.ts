/**
 * The matrix product that every kernel is made of. The right factor is packed, the left one where
 * that pays (`packing.ts`), and they are multiplied tile by tile (`tile.ts`).
 *
 * All pointers and strides are in bytes.
 */
import {
  fullStrips,
  groupRows,
  packAll,
  packFourStrips,
  packStrip,
  panel,
  rows,
  stripHeight,
} from './packing';
import { rowTimesColumns, rowTimesPacked, rowTimesRows } from './row-product';
import { edgeTile, sixes, tile, tileBytes } from './tile';

/** Rows of the right factor (k) that are taken at a time: a panel of 8 KB and a strip of 6 KB. */
const depth: i32 = 256;

/** For so many columns rows are not worth packing where their numbers lie side by side. */
const fewColumns: i32 = 256;

/** So many rows are multiplied one by one: a tile of four would be mostly empty. */
const singleRows: i32 = 2;

/** Bytes of scratch for `multiplyPacked`: a tile and four strips. */
const stripBytes: usize = tileBytes + ((<usize>(depth * groupRows)) << 2);

/**
 * C = A B + init with B packed by `packAll`, `panelStep` bytes from panel to panel.
 * @param a M rows; from one to the next `aRow`, from one k to the next `aColumn`; one of them is 4
 * @param init what is added, [M, N] with `initRow` between rows and `initPanel` between panels;
 *   0 for one that serves all
 * @param scratch `stripBytes` of it
 */
export function multiplyPacked(
  a: usize,
  aRow: usize,
  aColumn: usize,
  packed: usize,
  panelStep: usize,
  init: usize,
  initRow: usize,
  initPanel: usize,
  c: usize,
  cRow: usize,
  M: i32,
  N: i32,
  K: i32,
  scratch: usize,
): void {
  if (M <= singleRows) {
    for (let m = 0; m < M; m++) {
      rowTimesPacked(a, aColumn, packed, panelStep, init, initPanel, c, N, K);
      a += aRow;
      init += initRow;
      c += cRow;
    }
    return;
  }
  const strips = scratch + tileBytes;
  const asItLies = aColumn == 4 && N <= fewColumns;
  let k0 = 0;
  do {
    const k = min(depth, K - k0);
    for (let m0 = 0; m0 < M; m0 += groupRows) {
      const some = min(groupRows, M - m0);
      const down = <usize>m0;
      const group = a + aRow * down;
      if (some == groupRows && aRow == 4) packFourStrips(strips, group, aColumn, k);
      else {
        let height = 0;
        for (let m = 0; m < some; m += height) {
          height = stripHeight(some - m);
          const count = min(height, some - m);
          if (asItLies && count == height) continue;
          const strip = strips + ((<usize>(k * m)) << 2);
          packStrip(strip, group + aRow * <usize>m, aRow, aColumn, count, height, k);
        }
      }
      const highStrips = fullStrips(some);
      let q = packed;
      let top = c + cRow * down;
      // After the first part of K, what is there is added to.
      let start = k0 == 0 ? init + initRow * down : top;
      const fromRow = k0 == 0 ? initRow : cRow;
      const fromPanel = k0 == 0 ? initPanel : 32;
      for (let n = 0; n < N; n += panel) {
        const wide = min(panel, N - n);
        let from = start;
        let to = top;
        let height = 0;
        let m = 0;
        if (wide == panel) {
          const row = asItLies ? aRow : 0;
          sixes(highStrips, asItLies ? group : strips, row, q, k, from, fromRow, to, cRow);
          m = highStrips * rows;
          from += fromRow * <usize>m;
          to += cRow * <usize>m;
        }
        for (; m < some; m += height) {
          height = stripHeight(some - m);
          const count = min(height, some - m);
          const lies = asItLies && count == height;
          const strip = lies ? group + aRow * <usize>m : strips + ((<usize>(k * m)) << 2);
          const row = lies ? aRow : 0;
          if (count == height && wide == panel) {
            tile(height, strip, row, q, k, from, fromRow, to, cRow);
          } else {
            edgeTile(height, strip, row, q, k, from, fromRow, to, cRow, count, wide, scratch);
          }
          from += fromRow * <usize>height;
          to += cRow * <usize>height;
        }
        q += panelStep;
        start += fromPanel;
        top += 32;
      }
    }
    a += aColumn * <usize>k;
    packed += (<usize>k) << 5;
    k0 += k;
  } while (k0 < K);
}

/** Columns of a right factor that `multiply` packs at a time. */
const widest: i32 = 256;
/** Bytes of scratch for `multiply`: that of `multiplyPacked`, and the packed columns. */
export const multiplyBytes: usize = stripBytes + ((<usize>(depth * widest)) << 2);

/**
 * C = A B + init, packing as it goes.
 * @param b from one row (k) to the next `bRow`, from one column to the next `bColumn`; one of them is 4
 * @param initPanel from one panel of init to the next: 32, or 0 where init is `zeros`
 * @param scratch `multiplyBytes` of it
 */
export function multiply(
  a: usize,
  aRow: usize,
  aColumn: usize,
  b: usize,
  bRow: usize,
  bColumn: usize,
  init: usize,
  initRow: usize,
  initPanel: usize,
  c: usize,
  cRow: usize,
  M: i32,
  N: i32,
  K: i32,
  scratch: usize,
): void {
  if (M <= singleRows && (bColumn == 4 || aColumn == 4)) {
    for (let m = 0; m < M; m++) {
      if (bColumn == 4) rowTimesRows(a, aColumn, b, bRow, init, initPanel, c, N, K);
      else rowTimesColumns(a, b, bColumn, init, initPanel, c, N, K);
      a += aRow;
      init += initRow;
      c += cRow;
    }
    return;
  }
  const packed = scratch + stripBytes;
  for (let n = 0; n < N; n += widest) {
    const wide = min(widest, N - n);
    const at = (<usize>n) << 2;
    const start = initPanel == 0 ? init : init + at;
    let k0 = 0;
    do {
      const k = min(depth, K - k0);
      packAll(packed, b + bRow * <usize>k0 + bColumn * <usize>n, bRow, bColumn, k, wide);
      // After the first part of K, what is there is added to.
      const first = k0 == 0;
      multiplyPacked(
        a + aColumn * <usize>k0, aRow, aColumn, packed, (<usize>k) << 5,
        first ? start : c + at, first ? initRow : cRow, first ? initPanel : 32,
        c + at, cRow, M, wide, k, scratch,
      );
      k0 += k;
    } while (k0 < K);
  }
}

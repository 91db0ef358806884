/** C = A B + init of any layout, and what becomes of C; one chunk is a block of one product. */
import { packAll, packedBytes, packedSums, panel } from '../../wasm/assembly/packing';
import { multiply, multiplyPacked } from '../../wasm/assembly/product';
import { panelAt } from '../../wasm/assembly/scratch';
import { loadPart, storePart } from '../../wasm/assembly/vector';
import { geluInPlace } from '../activation/assembly';

/**
 * Packs a right factor for all who use it; one chunk is a run of panels. Arguments: from, out;
 * rowStep, columnStep in bytes; K, N; panels of a chunk; out sums of the columns (0: not wanted).
 */
export function pack(p: usize, chunk: i32): void {
  const columnStep = <usize>i32.load(p, 12);
  const K = i32.load(p, 16);
  const wide = i32.load(p, 24) * panel;
  const n = chunk * wide;
  const some = min(wide, i32.load(p, 20) - n);
  const out = <usize>i32.load(p, 4) + packedBytes(K, n);
  const from = <usize>i32.load(p, 0) + <usize>n * columnStep;
  packAll(out, from, <usize>i32.load(p, 8), columnStep, K, some);
  const sums = <usize>i32.load(p, 28);
  if (sums != 0) packedSums(sums + ((<usize>n) << 2), out, K, some);
}

/** x ← x ⊙ factors. */
function timesInPlace(x: usize, factors: usize, count: i32): void {
  for (; count > 0; count -= 4) {
    storePart(x, f32x4.mul(loadPart(x, count), loadPart(factors, count)), count);
    x += 16;
    factors += 16;
  }
}

/** @param how the order is that of `finishes` in `../../wasm/product.ts` */
@inline
function finishRun(how: i32, c: usize, slope: usize, count: i32): void {
  if (how == 1) geluInPlace(c, slope, count);
  else timesInPlace(c, slope, count);
}

/** What becomes of a result that is there. Arguments: c, slope; how; size, elements of a chunk (a multiple of 4). */
export function finish(p: usize, chunk: i32): void {
  const wide = i32.load(p, 16);
  const first = (<usize>(chunk * wide)) << 2;
  const count = min(wide, i32.load(p, 12) - chunk * wide);
  finishRun(i32.load(p, 8), <usize>i32.load(p, 0) + first, <usize>i32.load(p, 4) + first, count);
}

/**
 * With B packed. Arguments: a, packed, c, init (0: none), then in bytes aRow, aColumn, cRow, initRow;
 * M, N, K; rows and columns of a chunk; what becomes of c (0: nothing), slope, which lies like c.
 */
export function packedProduct(p: usize, chunk: i32, scratch: usize): void {
  const M = i32.load(p, 32);
  const N = i32.load(p, 36);
  const K = i32.load(p, 40);
  const high = i32.load(p, 44);
  const wide = i32.load(p, 48);
  const blocks = (N + wide - 1) / wide;
  const m = (chunk / blocks) * high;
  const n = (chunk % blocks) * wide;
  const column = (<usize>n) << 2;
  const aRow = <usize>i32.load(p, 16);
  const cRow = <usize>i32.load(p, 24);
  const initRow = <usize>i32.load(p, 28);
  const init = <usize>i32.load(p, 12);
  const none = init == 0;
  const place = <usize>m * cRow + column;
  const some = min(high, M - m);
  const across = min(wide, N - n);
  let c = <usize>i32.load(p, 8) + place;
  multiplyPacked(
    <usize>i32.load(p, 0) + <usize>m * aRow,
    aRow,
    <usize>i32.load(p, 20),
    <usize>i32.load(p, 4) + packedBytes(K, n),
    packedBytes(K, panel),
    none ? scratch : init + <usize>m * initRow + column,
    none ? 0 : initRow,
    none ? 0 : 32,
    c,
    cRow,
    some,
    across,
    K,
    scratch + panelAt,
  );
  const how = i32.load(p, 52);
  if (how == 0) return;
  let slope = <usize>i32.load(p, 56) + place;
  for (let row = 0; row < some; row++) {
    finishRun(how, c, slope, across);
    c += cRow;
    slope += cRow;
  }
}

/**
 * A batch of products. Arguments: a, b, c, init (0: none), then in bytes aRow, aColumn, aBatch, bRow, bColumn, bBatch,
 * cRow, cBatch, initRow, initBatch; M, N, K; rows and columns of a chunk.
 */
export function product(p: usize, chunk: i32, scratch: usize): void {
  const M = i32.load(p, 56);
  const N = i32.load(p, 60);
  const K = i32.load(p, 64);
  const high = i32.load(p, 68);
  const wide = i32.load(p, 72);
  const across = (N + wide - 1) / wide;
  const down = (M + high - 1) / high;
  const one = chunk / (across * down);
  const block = chunk % (across * down);
  const m = (block / across) * high;
  const n = (block % across) * wide;
  const aRow = <usize>i32.load(p, 16);
  const bColumn = <usize>i32.load(p, 32);
  const cRow = <usize>i32.load(p, 40);
  const initRow = <usize>i32.load(p, 48);
  let init = <usize>i32.load(p, 12);
  const none = init == 0;
  if (none) init = scratch;
  else init += <usize>one * <usize>i32.load(p, 52) + <usize>m * initRow + ((<usize>n) << 2);
  multiply(
    <usize>i32.load(p, 0) + <usize>one * <usize>i32.load(p, 24) + <usize>m * aRow,
    aRow,
    <usize>i32.load(p, 20),
    <usize>i32.load(p, 4) + <usize>one * <usize>i32.load(p, 36) + <usize>n * bColumn,
    <usize>i32.load(p, 28),
    bColumn,
    init,
    none ? 0 : initRow,
    none ? 0 : 32,
    <usize>i32.load(p, 8) + <usize>one * <usize>i32.load(p, 44) + <usize>m * cRow + ((<usize>n) << 2),
    cRow,
    min(high, M - m),
    min(wide, N - n),
    K,
    scratch + panelAt,
  );
}

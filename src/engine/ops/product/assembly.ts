/** C = A B + init of any layout, and what becomes of C; one chunk is a block of one product. */
import { ProductArguments, FinishArguments, PackArguments, PackedProductArguments } from '../../wasm/assembly/arguments';
import { packAll, packedBytes, packedSums, panel } from '../../wasm/assembly/packing';
import { multiply, multiplyPacked } from '../../wasm/assembly/product';
import { panelAt } from '../../wasm/assembly/scratch';
import { loadPart, storePart } from '../../wasm/assembly/vector';
import { geluInPlace } from '../activation/assembly';

/**
 * Packs a right factor for all who use it; one chunk is a run of panels. Arguments: from, out;
 * rowStep, columnStep in bytes; K, N; panels of a chunk; out sums of the columns (0: not wanted).
 */
export function pack(p: PackArguments, chunk: i32): void {
  const columnStep = p.columnStep;
  const K = p.K;
  const wide = p.panels * panel;
  const n = chunk * wide;
  const some = min(wide, p.N - n);
  const out = p.to + packedBytes(K, n);
  const from = p.from + <usize>n * columnStep;
  packAll(out, from, p.rowStep, columnStep, K, some);
  const sums = p.sums;
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
export function finish(p: FinishArguments, chunk: i32): void {
  const wide = p.wide;
  const first = (<usize>(chunk * wide)) << 2;
  const count = min(wide, p.size - chunk * wide);
  finishRun(p.how, p.c + first, p.slope + first, count);
}

/**
 * With B packed. Arguments: a, packed, c, init (0: none), then in bytes aRow, aColumn, cRow, initRow;
 * M, N, K; rows and columns of a chunk; what becomes of c (0: nothing), slope, which lies like c.
 */
export function packedProduct(p: PackedProductArguments, chunk: i32, scratch: usize): void {
  const M = p.M;
  const N = p.N;
  const K = p.K;
  const high = p.high;
  const wide = p.wide;
  const blocks = (N + wide - 1) / wide;
  const m = (chunk / blocks) * high;
  const n = (chunk % blocks) * wide;
  const column = (<usize>n) << 2;
  const aRow = p.aRow;
  const cRow = p.cRow;
  const initRow = p.initRow;
  const init = p.init;
  const none = init == 0;
  const place = <usize>m * cRow + column;
  const some = min(high, M - m);
  const across = min(wide, N - n);
  let c = p.c + place;
  multiplyPacked(
    p.a + <usize>m * aRow,
    aRow,
    p.aColumn,
    p.packed + packedBytes(K, n),
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
  const how = p.how;
  if (how == 0) return;
  let slope = p.slope + place;
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
export function product(p: ProductArguments, chunk: i32, scratch: usize): void {
  const M = p.M;
  const N = p.N;
  const K = p.K;
  const high = p.high;
  const wide = p.wide;
  const across = (N + wide - 1) / wide;
  const down = (M + high - 1) / high;
  const one = chunk / (across * down);
  const block = chunk % (across * down);
  const m = (block / across) * high;
  const n = (block % across) * wide;
  const aRow = p.aRow;
  const bColumn = p.bColumn;
  const cRow = p.cRow;
  const initRow = p.initRow;
  let init = p.init;
  const none = init == 0;
  if (none) init = scratch;
  else init += <usize>one * p.initBatch + <usize>m * initRow + ((<usize>n) << 2);
  multiply(
    p.a + <usize>one * p.aBatch + <usize>m * aRow,
    aRow,
    p.aColumn,
    p.b + <usize>one * p.bBatch + <usize>n * bColumn,
    p.bRow,
    bColumn,
    init,
    none ? 0 : initRow,
    none ? 0 : 32,
    p.c + <usize>one * p.cBatch + <usize>m * cRow + ((<usize>n) << 2),
    cRow,
    min(high, M - m),
    min(wide, N - n),
    K,
    scratch + panelAt,
  );
}

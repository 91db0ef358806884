/** C = A B + init of any layout; one chunk is a block of one product. */
import { multiply, multiplyPacked, packAll, packedBytes, panel } from '../../wasm/assembly/product';
import { panelAt } from '../../wasm/assembly/scratch';

/**
 * Packs a right factor for all who use it; one chunk is a run of panels. Arguments: from, out;
 * rowStep, columnStep in bytes; K, N; panels of a chunk.
 */
export function pack(p: usize, chunk: i32): void {
  const columnStep = <usize>i32.load(p, 12);
  const K = i32.load(p, 16);
  const wide = i32.load(p, 24) * panel;
  const n = chunk * wide;
  packAll(
    <usize>i32.load(p, 4) + packedBytes(K, n),
    <usize>i32.load(p, 0) + <usize>n * columnStep,
    <usize>i32.load(p, 8),
    columnStep,
    K,
    min(wide, i32.load(p, 20) - n),
  );
}

/**
 * With B packed. Arguments: a, packed, c, init (0: none), then in bytes aRow, aColumn, cRow, initRow;
 * M, N, K; rows and columns of a chunk.
 */
export function packedProduct(p: usize, chunk: i32, scratch: usize): void {
  const M = i32.load(p, 32);
  const N = i32.load(p, 36);
  const K = i32.load(p, 40);
  const high = i32.load(p, 44);
  const wide = i32.load(p, 48);
  const across = (N + wide - 1) / wide;
  const m = (chunk / across) * high;
  const n = (chunk % across) * wide;
  const column = (<usize>n) << 2;
  const aRow = <usize>i32.load(p, 16);
  const cRow = <usize>i32.load(p, 24);
  const initRow = <usize>i32.load(p, 28);
  const init = <usize>i32.load(p, 12);
  const none = init == 0;
  multiplyPacked(
    <usize>i32.load(p, 0) + <usize>m * aRow,
    aRow,
    <usize>i32.load(p, 20),
    <usize>i32.load(p, 4) + packedBytes(K, n),
    packedBytes(K, panel),
    none ? scratch : init + <usize>m * initRow + column,
    none ? 0 : initRow,
    none ? 0 : 32,
    <usize>i32.load(p, 8) + <usize>m * cRow + column,
    cRow,
    min(high, M - m),
    min(wide, N - n),
    K,
    scratch + panelAt,
  );
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

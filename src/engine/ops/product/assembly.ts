/** C = A B + init over a batch of matrices of any layout; one chunk is a block of one product. */
import { multiply } from '../../wasm/assembly/product';
import { panelAt } from '../../wasm/assembly/scratch';

/**
 * Arguments: a, b, c, init (0: none), then in bytes aRow, aColumn, aBatch, bRow, bColumn, bBatch,
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

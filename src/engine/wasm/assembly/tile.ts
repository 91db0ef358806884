/**
 * The inner loop of every product: a tile of 6 × 8 or 4 × 8 results that stays in registers. One step
 * of k a round: V8 moves loads ahead of the multiply-adds, and with more of them the sixteen
 * registers would not do.
 *
 * All pointers and strides are in bytes. `a` is the first of the rows, which lie `aRow` apart and
 * `aStep` from one k to the next; `q` a packed panel, K deep; `init` what is added, `initStep`
 * between rows; `c` the result, `cStep` between rows.
 */
import { rows } from './packing';
import { fma } from './vector';

/** Bytes of the scratch in which tiles at the edges are computed. */
export const tileBytes: usize = 192;

@inline
function sixRows(
  a: usize,
  aRow: usize,
  aStep: usize,
  q: usize,
  K: i32,
  init: usize,
  initStep: usize,
  c: usize,
  cStep: usize,
): void {
  let a1 = a + aRow;
  let a2 = a1 + aRow;
  let a3 = a2 + aRow;
  let a4 = a3 + aRow;
  let a5 = a4 + aRow;
  let r00 = v128.load(init);
  let r01 = v128.load(init, 16);
  init += initStep;
  let r10 = v128.load(init);
  let r11 = v128.load(init, 16);
  init += initStep;
  let r20 = v128.load(init);
  let r21 = v128.load(init, 16);
  init += initStep;
  let r30 = v128.load(init);
  let r31 = v128.load(init, 16);
  init += initStep;
  let r40 = v128.load(init);
  let r41 = v128.load(init, 16);
  init += initStep;
  let r50 = v128.load(init);
  let r51 = v128.load(init, 16);
  const end = q + ((<usize>K) << 5);
  while (q != end) {
    const b0 = v128.load(q);
    const b1 = v128.load(q, 16);
    let s = v128.load32_splat(a);
    r00 = fma(s, b0, r00);
    r01 = fma(s, b1, r01);
    s = v128.load32_splat(a1);
    r10 = fma(s, b0, r10);
    r11 = fma(s, b1, r11);
    s = v128.load32_splat(a2);
    r20 = fma(s, b0, r20);
    r21 = fma(s, b1, r21);
    s = v128.load32_splat(a3);
    r30 = fma(s, b0, r30);
    r31 = fma(s, b1, r31);
    s = v128.load32_splat(a4);
    r40 = fma(s, b0, r40);
    r41 = fma(s, b1, r41);
    s = v128.load32_splat(a5);
    r50 = fma(s, b0, r50);
    r51 = fma(s, b1, r51);
    a += aStep;
    a1 += aStep;
    a2 += aStep;
    a3 += aStep;
    a4 += aStep;
    a5 += aStep;
    q += 32;
  }
  v128.store(c, r00);
  v128.store(c, r01, 16);
  c += cStep;
  v128.store(c, r10);
  v128.store(c, r11, 16);
  c += cStep;
  v128.store(c, r20);
  v128.store(c, r21, 16);
  c += cStep;
  v128.store(c, r30);
  v128.store(c, r31, 16);
  c += cStep;
  v128.store(c, r40);
  v128.store(c, r41, 16);
  c += cStep;
  v128.store(c, r50);
  v128.store(c, r51, 16);
}

@inline
function fourRows(
  a: usize,
  aRow: usize,
  aStep: usize,
  q: usize,
  K: i32,
  init: usize,
  initStep: usize,
  c: usize,
  cStep: usize,
): void {
  let a1 = a + aRow;
  let a2 = a1 + aRow;
  let a3 = a2 + aRow;
  let r00 = v128.load(init);
  let r01 = v128.load(init, 16);
  init += initStep;
  let r10 = v128.load(init);
  let r11 = v128.load(init, 16);
  init += initStep;
  let r20 = v128.load(init);
  let r21 = v128.load(init, 16);
  init += initStep;
  let r30 = v128.load(init);
  let r31 = v128.load(init, 16);
  const end = q + ((<usize>K) << 5);
  while (q != end) {
    const b0 = v128.load(q);
    const b1 = v128.load(q, 16);
    let s = v128.load32_splat(a);
    r00 = fma(s, b0, r00);
    r01 = fma(s, b1, r01);
    s = v128.load32_splat(a1);
    r10 = fma(s, b0, r10);
    r11 = fma(s, b1, r11);
    s = v128.load32_splat(a2);
    r20 = fma(s, b0, r20);
    r21 = fma(s, b1, r21);
    s = v128.load32_splat(a3);
    r30 = fma(s, b0, r30);
    r31 = fma(s, b1, r31);
    a += aStep;
    a1 += aStep;
    a2 += aStep;
    a3 += aStep;
    q += 32;
  }
  v128.store(c, r00);
  v128.store(c, r01, 16);
  c += cStep;
  v128.store(c, r10);
  v128.store(c, r11, 16);
  c += cStep;
  v128.store(c, r20);
  v128.store(c, r21, 16);
  c += cStep;
  v128.store(c, r30);
  v128.store(c, r31, 16);
}

function packedSix(
  a: usize,
  q: usize,
  K: i32,
  init: usize,
  initStep: usize,
  c: usize,
  cStep: usize,
  count: i32,
): void {
  const strip = (<usize>K) * 24;
  while (count-- > 0) {
    sixRows(a, 4, 24, q, K, init, initStep, c, cStep);
    a += strip;
    init += 6 * initStep;
    c += 6 * cStep;
  }
}

function packedFour(
  a: usize,
  q: usize,
  K: i32,
  init: usize,
  initStep: usize,
  c: usize,
  cStep: usize,
): void {
  fourRows(a, 4, 16, q, K, init, initStep, c, cStep);
}

function lyingSix(
  a: usize,
  aRow: usize,
  q: usize,
  K: i32,
  init: usize,
  initStep: usize,
  c: usize,
  cStep: usize,
  count: i32,
): void {
  while (count-- > 0) {
    sixRows(a, aRow, 4, q, K, init, initStep, c, cStep);
    a += 6 * aRow;
    init += 6 * initStep;
    c += 6 * cStep;
  }
}

function lyingFour(
  a: usize,
  aRow: usize,
  q: usize,
  K: i32,
  init: usize,
  initStep: usize,
  c: usize,
  cStep: usize,
): void {
  fourRows(a, aRow, 4, q, K, init, initStep, c, cStep);
}

/** Tiles of six rows, one below the other. @param aRow from one row of A to the next, 0 where its strips are packed */
@inline
export function sixes(
  count: i32,
  a: usize,
  aRow: usize,
  q: usize,
  K: i32,
  init: usize,
  initStep: usize,
  c: usize,
  cStep: usize,
): void {
  if (aRow == 0) packedSix(a, q, K, init, initStep, c, cStep, count);
  else lyingSix(a, aRow, q, K, init, initStep, c, cStep, count);
}

/** @param aRow from one row of the strip to the next, 0 where it is packed */
@inline
export function tile(
  height: i32,
  a: usize,
  aRow: usize,
  q: usize,
  K: i32,
  init: usize,
  initStep: usize,
  c: usize,
  cStep: usize,
): void {
  if (height == rows) {
    sixes(1, a, aRow, q, K, init, initStep, c, cStep);
  } else {
    if (aRow == 0) packedFour(a, q, K, init, initStep, c, cStep);
    else lyingFour(a, aRow, q, K, init, initStep, c, cStep);
  }
}

/** A tile at the edge, of M rows and N columns: computed whole in scratch memory at `whole`, then copied. */
export function edgeTile(
  height: i32,
  a: usize,
  aRow: usize,
  q: usize,
  K: i32,
  init: usize,
  initStep: usize,
  c: usize,
  cStep: usize,
  M: i32,
  N: i32,
  whole: usize,
): void {
  for (let m = 0; m < M; m++) {
    for (let n = 0; n < N; n++) {
      const at = (<usize>n) << 2;
      f32.store(whole + (<usize>m << 5) + at, f32.load(init + initStep * <usize>m + at));
    }
  }
  tile(height, a, aRow, q, K, whole, 32, whole, 32);
  for (let m = 0; m < M; m++) {
    for (let n = 0; n < N; n++) {
      const at = (<usize>n) << 2;
      f32.store(c + cStep * <usize>m + at, f32.load(whole + (<usize>m << 5) + at));
    }
  }
}

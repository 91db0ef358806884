/**
 * The matrix product that every kernel is made of. The right factor is packed into panels of eight
 * columns, so that the inner loop reads it in order whatever its layout; the left factor is read
 * where it lies, by rows or by columns. A tile of 4 × 8 results stays in registers.
 *
 * All pointers and strides are in bytes.
 */
import { fma, splat } from './vector';

/** Columns of a panel, and rows of a tile. */
export const panel: i32 = 8;
const rows: i32 = 4;
/** Rows of the right factor that one panel holds at a time: 8 KB, a quarter of the first cache. */
export const depth: i32 = 256;
/** The most rows of a left factor by columns that `multiply` takes at once. */
export const most: i32 = 128;
/** Bytes from one k to the next beyond which a left factor by columns is copied closer together. */
const near: usize = 1024;
/** Bytes of the tile in which results at the edges are computed. */
export const tileBytes: usize = 128;

/** Bytes of the packed form of K × N floats. */
export function packedBytes(K: i32, N: i32): usize {
  return (<usize>(((N + panel - 1) / panel) * panel * K)) << 2;
}

/** Turns four rows of four floats into columns. */
@inline
function transposeInto(out: usize, step: usize, r0: v128, r1: v128, r2: v128, r3: v128): void {
  const a = v128.shuffle<f32>(r0, r1, 0, 4, 1, 5);
  const b = v128.shuffle<f32>(r0, r1, 2, 6, 3, 7);
  const c = v128.shuffle<f32>(r2, r3, 0, 4, 1, 5);
  const d = v128.shuffle<f32>(r2, r3, 2, 6, 3, 7);
  v128.store(out, v128.shuffle<f32>(a, c, 0, 1, 4, 5));
  v128.store(out + step, v128.shuffle<f32>(a, c, 2, 3, 6, 7));
  v128.store(out + 2 * step, v128.shuffle<f32>(b, d, 0, 1, 4, 5));
  v128.store(out + 3 * step, v128.shuffle<f32>(b, d, 2, 3, 6, 7));
}

/**
 * Packs N ≤ 8 columns of K rows into one panel, filled up with zeros.
 * @param rowStep from one row to the next; 4 where the factor is transposed
 * @param columnStep from one column to the next; 4 where it is not
 */
export function packPanel(
  out: usize,
  from: usize,
  rowStep: usize,
  columnStep: usize,
  K: i32,
  N: i32,
): void {
  if (N == panel && columnStep == 4) {
    for (let k = 0; k < K; k++) {
      v128.store(out, v128.load(from));
      v128.store(out, v128.load(from, 16), 16);
      out += 32;
      from += rowStep;
    }
    return;
  }
  if (N == panel && rowStep == 4) {
    let k = 0;
    for (; k + 4 <= K; k += 4) {
      let p = from;
      for (let half: usize = 0; half < 32; half += 16) {
        const r0 = v128.load(p);
        p += columnStep;
        const r1 = v128.load(p);
        p += columnStep;
        const r2 = v128.load(p);
        p += columnStep;
        const r3 = v128.load(p);
        p += columnStep;
        transposeInto(out + half, 32, r0, r1, r2, r3);
      }
      out += 128;
      from += 16;
    }
    for (; k < K; k++) {
      let p = from;
      for (let n: usize = 0; n < 32; n += 4) {
        f32.store(out + n, f32.load(p));
        p += columnStep;
      }
      out += 32;
      from += 4;
    }
    return;
  }
  for (let k = 0; k < K; k++) {
    let p = from;
    for (let n = 0; n < panel; n++) {
      let value: f32 = 0;
      if (n < N) value = f32.load(p);
      f32.store(out + ((<usize>n) << 2), value);
      p += columnStep;
    }
    out += 32;
    from += rowStep;
  }
}

/** Packs all N columns: panel after panel, each K rows deep. */
export function packAll(
  out: usize,
  from: usize,
  rowStep: usize,
  columnStep: usize,
  K: i32,
  N: i32,
): void {
  for (let n = 0; n < N; n += panel) {
    packPanel(out, from, rowStep, columnStep, K, min(panel, N - n));
    out += (<usize>K) << 5;
    from += columnStep * <usize>panel;
  }
}

/** One tile whose left factor lies by rows: at `a` + r · `step`, one float after the other. */
@inline
function tileByRows(
  a: usize,
  s1: usize,
  s2: usize,
  s3: usize,
  q: usize,
  K: i32,
  init: usize,
  initStep: usize,
  c: usize,
  cStep: usize,
): void {
  let a0 = a;
  let a1 = a + s1;
  let a2 = a + s2;
  let a3 = a + s3;
  let i = init;
  let r00 = v128.load(i);
  let r01 = v128.load(i, 16);
  i += initStep;
  let r10 = v128.load(i);
  let r11 = v128.load(i, 16);
  i += initStep;
  let r20 = v128.load(i);
  let r21 = v128.load(i, 16);
  i += initStep;
  let r30 = v128.load(i);
  let r31 = v128.load(i, 16);
  let k = K;
  while (k >= 2) {
    let b0 = v128.load(q);
    let b1 = v128.load(q, 16);
    let s = v128.load32_splat(a0);
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
    b0 = v128.load(q, 32);
    b1 = v128.load(q, 48);
    s = v128.load32_splat(a0, 4);
    r00 = fma(s, b0, r00);
    r01 = fma(s, b1, r01);
    s = v128.load32_splat(a1, 4);
    r10 = fma(s, b0, r10);
    r11 = fma(s, b1, r11);
    s = v128.load32_splat(a2, 4);
    r20 = fma(s, b0, r20);
    r21 = fma(s, b1, r21);
    s = v128.load32_splat(a3, 4);
    r30 = fma(s, b0, r30);
    r31 = fma(s, b1, r31);
    a0 += 8;
    a1 += 8;
    a2 += 8;
    a3 += 8;
    q += 64;
    k -= 2;
  }
  if (k > 0) {
    const b0 = v128.load(q);
    const b1 = v128.load(q, 16);
    let s = v128.load32_splat(a0);
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

/** One tile whose left factor lies by columns: its four rows side by side, the next k at `step`. */
@inline
function tileByColumns(
  a: usize,
  step: usize,
  q: usize,
  K: i32,
  init: usize,
  initStep: usize,
  c: usize,
  cStep: usize,
): void {
  let i = init;
  let r00 = v128.load(i);
  let r01 = v128.load(i, 16);
  i += initStep;
  let r10 = v128.load(i);
  let r11 = v128.load(i, 16);
  i += initStep;
  let r20 = v128.load(i);
  let r21 = v128.load(i, 16);
  i += initStep;
  let r30 = v128.load(i);
  let r31 = v128.load(i, 16);
  for (let k = 0; k < K; k++) {
    const b0 = v128.load(q);
    const b1 = v128.load(q, 16);
    let s = v128.load32_splat(a);
    r00 = fma(s, b0, r00);
    r01 = fma(s, b1, r01);
    s = v128.load32_splat(a, 4);
    r10 = fma(s, b0, r10);
    r11 = fma(s, b1, r11);
    s = v128.load32_splat(a, 8);
    r20 = fma(s, b0, r20);
    r21 = fma(s, b1, r21);
    s = v128.load32_splat(a, 12);
    r30 = fma(s, b0, r30);
    r31 = fma(s, b1, r31);
    a += step;
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

/**
 * C = A B + init for one panel of N ≤ 8 columns.
 * @param a M rows; from one to the next `aRow`, from one k to the next `aColumn`; one of them is 4
 * @param q the packed panel, from the k at which `a` starts
 * @param init what is added, [M, N] with `initRow` between rows; 0 for one row for all
 * @param tile `tileBytes` of scratch
 */
export function multiplyPanel(
  a: usize,
  aRow: usize,
  aColumn: usize,
  q: usize,
  init: usize,
  initRow: usize,
  c: usize,
  cRow: usize,
  M: i32,
  N: i32,
  K: i32,
  tile: usize,
): void {
  const byRows = aColumn == 4;
  let m = 0;
  if (N == panel) {
    if (byRows) {
      for (; m + rows <= M; m += rows) {
        tileByRows(a, aRow, 2 * aRow, 3 * aRow, q, K, init, initRow, c, cRow);
        a += aRow << 2;
        init += initRow << 2;
        c += cRow << 2;
      }
    } else {
      for (; m + rows <= M; m += rows) {
        tileByColumns(a, aColumn, q, K, init, initRow, c, cRow);
        a += aRow << 2;
        init += initRow << 2;
        c += cRow << 2;
      }
    }
  }
  for (; m < M; m += rows) {
    const count = min(rows, M - m);
    for (let r = 0; r < rows; r++) {
      for (let n = 0; n < panel; n++) {
        let value: f32 = 0;
        if (r < count && n < N) value = f32.load(init + initRow * <usize>r + ((<usize>n) << 2));
        f32.store(tile + ((<usize>(r * panel + n)) << 2), value);
      }
    }
    if (byRows) {
      // Rows that do not exist read the last one that does.
      const last = aRow * <usize>(count - 1);
      tileByRows(a, min<usize>(aRow, last), min<usize>(2 * aRow, last), last, q, K, tile, 32, tile, 32);
    } else {
      tileByColumns(a, aColumn, q, K, tile, 32, tile, 32);
    }
    for (let r = 0; r < count; r++) {
      for (let n = 0; n < N; n++) {
        const at = (<usize>n) << 2;
        f32.store(c + cRow * <usize>r + at, f32.load(tile + ((<usize>(r * panel)) << 2) + at));
      }
    }
    a += aRow << 2;
    init += initRow << 2;
    c += cRow << 2;
  }
}

/** C = A B + init with B packed by `packAll`, `panelStep` bytes from panel to panel. */
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
  tile: usize,
): void {
  for (let n = 0; n < N; n += panel) {
    const count = min(panel, N - n);
    multiplyPanel(a, aRow, aColumn, packed, init, initRow, c, cRow, M, count, K, tile);
    packed += panelStep;
    init += initPanel;
    c += 32;
  }
}

/** Bytes of scratch for `multiply`: a panel, a tile, and a block of a left factor that lies by columns. */
export const multiplyBytes: usize =
  ((<usize>(depth * panel)) << 2) + tileBytes + ((<usize>(depth * most)) << 2);

/** One row times a matrix that lies by rows: c = Σ a[k] B[k, :] + init. */
function rowTimesRows(
  a: usize,
  aColumn: usize,
  b: usize,
  bRow: usize,
  init: usize,
  initPanel: usize,
  c: usize,
  N: i32,
  K: i32,
): void {
  let n = 0;
  for (; n + 16 <= N; n += 16) {
    const at = (<usize>n) << 2;
    const start = initPanel == 0 ? init : init + at;
    let r0 = v128.load(start);
    let r1 = v128.load(start, 16);
    let r2 = v128.load(start, 32);
    let r3 = v128.load(start, 48);
    let p = b + at;
    let x = a;
    for (let k = 0; k < K; k++) {
      const s = v128.load32_splat(x);
      r0 = fma(s, v128.load(p), r0);
      r1 = fma(s, v128.load(p, 16), r1);
      r2 = fma(s, v128.load(p, 32), r2);
      r3 = fma(s, v128.load(p, 48), r3);
      x += aColumn;
      p += bRow;
    }
    v128.store(c + at, r0);
    v128.store(c + at, r1, 16);
    v128.store(c + at, r2, 32);
    v128.store(c + at, r3, 48);
  }
  for (; n < N; n++) {
    const at = (<usize>n) << 2;
    let r = f32.load(initPanel == 0 ? init : init + at);
    let p = b + at;
    let x = a;
    for (let k = 0; k < K; k++) {
      r += f32.load(x) * f32.load(p);
      x += aColumn;
      p += bRow;
    }
    f32.store(c + at, r);
  }
}

/** One row times a matrix that lies by columns: c[n] = Σ a[k] B[k, n] + init. */
function rowTimesColumns(
  a: usize,
  b: usize,
  bColumn: usize,
  init: usize,
  initPanel: usize,
  c: usize,
  N: i32,
  K: i32,
): void {
  for (let n = 0; n < N; n++) {
    let r0 = splat(0);
    let r1 = splat(0);
    let x = a;
    let p = b;
    let k = 0;
    for (; k + 8 <= K; k += 8) {
      r0 = fma(v128.load(x), v128.load(p), r0);
      r1 = fma(v128.load(x, 16), v128.load(p, 16), r1);
      x += 32;
      p += 32;
    }
    let total: f32 = 0;
    for (; k < K; k++) {
      total += f32.load(x) * f32.load(p);
      x += 4;
      p += 4;
    }
    const all = f32x4.add(r0, r1);
    total +=
      f32x4.extract_lane(all, 0) +
      f32x4.extract_lane(all, 1) +
      (f32x4.extract_lane(all, 2) + f32x4.extract_lane(all, 3));
    const at = (<usize>n) << 2;
    f32.store(c + at, total + f32.load(initPanel == 0 ? init : init + at));
    b += bColumn;
  }
}

/**
 * C = A B + init, packing as it goes.
 * @param b from one row (k) to the next `bRow`, from one column to the next `bColumn`; one of them is 4
 * @param initPanel from one panel of init to the next: 32, or 0 where init is `zeros`
 * @param M at most `most` where the left factor lies by columns
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
  if (M <= 2 && (bColumn == 4 || aColumn == 4)) {
    for (let m = 0; m < M; m++) {
      if (bColumn == 4) rowTimesRows(a, aColumn, b, bRow, init, initPanel, c, N, K);
      else rowTimesColumns(a, b, bColumn, init, initPanel, c, N, K);
      a += aRow;
      init += initRow;
      c += cRow;
    }
    return;
  }
  const tile = scratch + ((<usize>(depth * panel)) << 2);
  const block = tile + tileBytes;
  let k0 = 0;
  do {
    const k = min(depth, K - k0);
    let left = a + aColumn * <usize>k0;
    let leftColumn = aColumn;
    if (aRow == 4 && aColumn > near) {
      // Far apart, the rows of one tile would push each other out of the cache.
      leftColumn = (<usize>M) << 2;
      let to = block;
      for (let i = 0; i < k; i++) {
        memory.copy(to, left, leftColumn);
        to += leftColumn;
        left += aColumn;
      }
      left = block;
    }
    const right = b + bRow * <usize>k0;
    // After the first part of K, what is there is added to.
    const from = k0 == 0 ? init : c;
    const fromRow = k0 == 0 ? initRow : cRow;
    const fromPanel = k0 == 0 ? initPanel : 32;
    let start = from;
    for (let n = 0; n < N; n += panel) {
      const count = min(panel, N - n);
      const at = (<usize>n) << 2;
      packPanel(scratch, right + bColumn * <usize>n, bRow, bColumn, k, count);
      multiplyPanel(
        left, aRow, leftColumn, scratch, start, fromRow, c + at, cRow, M, count, k, tile,
      );
      start += fromPanel;
    }
    k0 += k;
  } while (k0 < K);
}

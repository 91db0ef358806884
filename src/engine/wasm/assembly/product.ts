/**
 * The matrix product that every kernel is made of. Both factors are packed as they are needed, so
 * that the inner loop reads them in order whatever their layout: the right one into panels of eight
 * columns, the left one into strips of six rows. A tile of 6 × 8 results stays in registers.
 *
 * All pointers and strides are in bytes.
 */
import { fma, splat } from './vector';

/** Columns of a panel. */
export const panel: i32 = 8;
/** Rows of a strip, and of one at the end, where six would be too many. */
const rows: i32 = 6;
const fewRows: i32 = 4;
/** Rows of the right factor (k) that are taken at a time: a panel of 8 KB and a strip of 6 KB. */
const depth: i32 = 256;
/** Bytes of the tile in which results at the edges are computed. */
const tileBytes: usize = 192;

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
  let n = 0;
  if (columnStep == 4) {
    // Two panels at a time, by the line of the cache.
    const step = (<usize>K) << 5;
    for (; n + 2 * panel <= N; n += 2 * panel) {
      let p = from;
      for (let k = 0; k < K; k++) {
        v128.store(out, v128.load(p));
        v128.store(out, v128.load(p, 16), 16);
        v128.store(out + step, v128.load(p, 32));
        v128.store(out + step, v128.load(p, 48), 16);
        out += 32;
        p += rowStep;
      }
      out += step;
      from += 64;
    }
  }
  for (; n < N; n += panel) {
    packPanel(out, from, rowStep, columnStep, K, min(panel, N - n));
    out += (<usize>K) << 5;
    from += columnStep * <usize>panel;
  }
}

/**
 * Packs up to `rows` rows of a left factor side by side: all rows of one k, then those of the next.
 * @param height of the strip, `rows` or `fewRows`; where there are fewer rows it is filled up with zeros
 */
function packStrip(
  out: usize,
  from: usize,
  rowStep: usize,
  columnStep: usize,
  M: i32,
  height: i32,
  K: i32,
): void {
  let k = 0;
  if (M == rows && columnStep == 4) {
    const s2 = 2 * rowStep;
    const s3 = 3 * rowStep;
    const s4 = 4 * rowStep;
    const s5 = 5 * rowStep;
    for (; k + 4 <= K; k += 4) {
      const r4 = v128.load(from + s4);
      const r5 = v128.load(from + s5);
      const front = v128.shuffle<f32>(r4, r5, 0, 4, 1, 5);
      const back = v128.shuffle<f32>(r4, r5, 2, 6, 3, 7);
      transposeInto(
        out, 24, v128.load(from), v128.load(from + rowStep), v128.load(from + s2), v128.load(from + s3),
      );
      v128.store64_lane(out, front, 0, 16);
      v128.store64_lane(out, front, 1, 40);
      v128.store64_lane(out, back, 0, 64);
      v128.store64_lane(out, back, 1, 88);
      out += 96;
      from += 16;
    }
  } else if (M == rows && rowStep == 4) {
    for (; k < K; k++) {
      v128.store(out, v128.load(from));
      i64.store(out, i64.load(from, 16), 16);
      out += 24;
      from += columnStep;
    }
  } else if (M == fewRows && height == fewRows && columnStep == 4) {
    const s2 = 2 * rowStep;
    const s3 = 3 * rowStep;
    for (; k + 4 <= K; k += 4) {
      transposeInto(
        out, 16, v128.load(from), v128.load(from + rowStep), v128.load(from + s2), v128.load(from + s3),
      );
      out += 64;
      from += 16;
    }
  } else if (M == fewRows && height == fewRows && rowStep == 4) {
    for (; k < K; k++) {
      v128.store(out, v128.load(from));
      out += 16;
      from += columnStep;
    }
  }
  for (; k < K; k++) {
    let p = from;
    for (let m = 0; m < height; m++) {
      let value: f32 = 0;
      if (m < M) value = f32.load(p);
      f32.store(out, value);
      out += 4;
      p += rowStep;
    }
    from += columnStep;
  }
}

/** Rows that are packed at a time, four strips: what lies by columns is then read by the line. */
const groupRows: i32 = 4 * rows;

/** Packs four whole strips of a left factor that lies by columns. */
function packFourStrips(out: usize, from: usize, columnStep: usize, K: i32): void {
  const strip = (<usize>K) * 24;
  let second = out + strip;
  let third = second + strip;
  let fourth = third + strip;
  for (let k = 0; k < K; k++) {
    v128.store(out, v128.load(from));
    let x = v128.load(from, 16);
    v128.store64_lane(out, x, 0, 16);
    v128.store64_lane(second, x, 1);
    v128.store(second, v128.load(from, 32), 8);
    v128.store(third, v128.load(from, 48));
    x = v128.load(from, 64);
    v128.store64_lane(third, x, 0, 16);
    v128.store64_lane(fourth, x, 1);
    v128.store(fourth, v128.load(from, 80), 8);
    out += 24;
    second += 24;
    third += 24;
    fourth += 24;
    from += columnStep;
  }
}

/**
 * One tile of six rows. One step of k a round and one pointer for either factor: V8 moves loads
 * ahead of the multiply-adds, and with more of them the sixteen registers would not do.
 * @param a a packed strip, @param q a packed panel, both K deep
 * @param init [6, 8], what is added, `initStep` bytes between rows
 */
function tileOfSix(
  a: usize,
  q: usize,
  K: i32,
  init: usize,
  initStep: usize,
  c: usize,
  cStep: usize,
): void {
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
  // V8 adds such an offset to the base of the memory once, where it meets it first: not in the loop.
  v128.load32_splat(a, 4);
  v128.load32_splat(a, 8);
  v128.load32_splat(a, 12);
  v128.load32_splat(a, 16);
  v128.load32_splat(a, 20);
  while (q != end) {
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
    s = v128.load32_splat(a, 16);
    r40 = fma(s, b0, r40);
    r41 = fma(s, b1, r41);
    s = v128.load32_splat(a, 20);
    r50 = fma(s, b0, r50);
    r51 = fma(s, b1, r51);
    a += 24;
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

/** One tile of four rows. */
function tileOfFour(
  a: usize,
  q: usize,
  K: i32,
  init: usize,
  initStep: usize,
  c: usize,
  cStep: usize,
): void {
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
  v128.load32_splat(a, 4);
  v128.load32_splat(a, 8);
  v128.load32_splat(a, 12);
  while (q != end) {
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
    a += 16;
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

@inline
function tile(
  height: i32,
  a: usize,
  q: usize,
  K: i32,
  init: usize,
  initStep: usize,
  c: usize,
  cStep: usize,
): void {
  if (height == rows) tileOfSix(a, q, K, init, initStep, c, cStep);
  else tileOfFour(a, q, K, init, initStep, c, cStep);
}

/** A tile at the edge, of M rows and N columns: computed whole in scratch memory at `whole`, then copied. */
function edgeTile(
  height: i32,
  a: usize,
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
  tile(height, a, q, K, whole, 32, whole, 32);
  for (let m = 0; m < M; m++) {
    for (let n = 0; n < N; n++) {
      const at = (<usize>n) << 2;
      f32.store(c + cStep * <usize>m + at, f32.load(whole + (<usize>m << 5) + at));
    }
  }
}

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
  const strips = scratch + tileBytes;
  let k0 = 0;
  do {
    const k = min(depth, K - k0);
    for (let m0 = 0; m0 < M; m0 += groupRows) {
      const some = min(groupRows, M - m0);
      if (some == groupRows && aRow == 4) packFourStrips(strips, a + ((<usize>m0) << 2), aColumn, k);
      else {
        let strip = strips;
        for (let m = 0; m < some; m += rows) {
          const count = min(rows, some - m);
          const height = count > fewRows ? rows : fewRows;
          packStrip(strip, a + aRow * <usize>(m0 + m), aRow, aColumn, count, height, k);
          strip += (<usize>k) * 24;
        }
      }
      const down = <usize>m0;
      let q = packed;
      let top = c + cRow * down;
      // After the first part of K, what is there is added to.
      let start = k0 == 0 ? init + initRow * down : top;
      const fromRow = k0 == 0 ? initRow : cRow;
      const fromPanel = k0 == 0 ? initPanel : 32;
      for (let n = 0; n < N; n += panel) {
        const wide = min(panel, N - n);
        let strip = strips;
        let from = start;
        let to = top;
        for (let m = 0; m < some; m += rows) {
          const count = min(rows, some - m);
          const height = count > fewRows ? rows : fewRows;
          if (count == height && wide == panel) tile(height, strip, q, k, from, fromRow, to, cRow);
          else edgeTile(height, strip, q, k, from, fromRow, to, cRow, count, wide, scratch);
          strip += (<usize>k) * 24;
          from += fromRow * <usize>rows;
          to += cRow * <usize>rows;
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

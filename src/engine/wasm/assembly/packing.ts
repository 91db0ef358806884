/**
 * How the factors of a product are packed, so that its inner loop reads them in order whatever their
 * layout: the right one into panels of eight columns, the left one into strips of six or four rows.
 *
 * All pointers and strides are in bytes.
 */
import { splat, storePart } from './vector';

/** Columns of a panel. */
export const panel: i32 = 8;
/** Rows of a strip, and of one at the end, where six would be too many. */
export const rows: i32 = 6;
const fewRows: i32 = 4;

/** Rows of the next strip where so many are left. Seven and eight make two strips of four. */
@inline
export function stripHeight(left: i32): i32 {
  return left <= fewRows || left == 7 || left == 8 ? fewRows : rows;
}

/** How many strips of six rows so many rows begin with. */
@inline
export function fullStrips(count: i32): i32 {
  const left = count % rows;
  return left == 1 || left == 2 ? max(count / rows - 1, 0) : count / rows;
}

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
function packPanel(
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
 * Packs M ≤ `height` rows of a left factor side by side: all rows of one k, then those of the next.
 * @param height `rows` or `fewRows`; where there are fewer rows the strip is filled up with zeros
 */
export function packStrip(
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

/** The sums of N packed columns, each K rows deep. */
export function packedSums(out: usize, packed: usize, K: i32, N: i32): void {
  for (let n = 0; n < N; n += panel) {
    let even0 = splat(0);
    let even1 = splat(0);
    let odd0 = splat(0);
    let odd1 = splat(0);
    let k = 0;
    for (; k + 2 <= K; k += 2) {
      even0 = f32x4.add(even0, v128.load(packed));
      even1 = f32x4.add(even1, v128.load(packed, 16));
      odd0 = f32x4.add(odd0, v128.load(packed, 32));
      odd1 = f32x4.add(odd1, v128.load(packed, 48));
      packed += 64;
    }
    if (k < K) {
      even0 = f32x4.add(even0, v128.load(packed));
      even1 = f32x4.add(even1, v128.load(packed, 16));
      packed += 32;
    }
    storePart(out, f32x4.add(even0, odd0), N - n);
    if (N - n > 4) storePart(out + 16, f32x4.add(even1, odd1), N - n - 4);
    out += 32;
  }
}

/** Rows that are packed at a time, four strips: what lies by columns is then read by the line. */
export const groupRows: i32 = 4 * rows;

/** Packs four whole strips of a left factor that lies by columns. */
export function packFourStrips(out: usize, from: usize, columnStep: usize, K: i32): void {
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

/** Products with a left factor of one row, which is not worth packing. Pointers and strides are in bytes. */
import { panel } from './packing';
import { fma, loadPart, splat, storePart } from './vector';

/** One row times a matrix that lies by rows: c = Σ a[k] B[k, :] + init. */
export function rowTimesRows(
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
export function rowTimesColumns(
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

/** One row times a matrix packed by `packAll`, whose panels lie `panelStep` apart: c = Σ a[k] B[k, :] + init. */
export function rowTimesPacked(
  a: usize,
  aColumn: usize,
  packed: usize,
  panelStep: usize,
  init: usize,
  initPanel: usize,
  c: usize,
  N: i32,
  K: i32,
): void {
  let n = 0;
  // Four panels at a time, since one would wait for its own multiply-adds.
  for (; n + 4 * panel <= N; n += 4 * panel) {
    let p0 = packed;
    let p1 = p0 + panelStep;
    let p2 = p1 + panelStep;
    let p3 = p2 + panelStep;
    packed = p3 + panelStep;
    let r00 = v128.load(init);
    let r01 = v128.load(init, 16);
    init += initPanel;
    let r10 = v128.load(init);
    let r11 = v128.load(init, 16);
    init += initPanel;
    let r20 = v128.load(init);
    let r21 = v128.load(init, 16);
    init += initPanel;
    let r30 = v128.load(init);
    let r31 = v128.load(init, 16);
    init += initPanel;
    let x = a;
    for (let k = 0; k < K; k++) {
      const s = v128.load32_splat(x);
      r00 = fma(s, v128.load(p0), r00);
      r01 = fma(s, v128.load(p0, 16), r01);
      r10 = fma(s, v128.load(p1), r10);
      r11 = fma(s, v128.load(p1, 16), r11);
      r20 = fma(s, v128.load(p2), r20);
      r21 = fma(s, v128.load(p2, 16), r21);
      r30 = fma(s, v128.load(p3), r30);
      r31 = fma(s, v128.load(p3, 16), r31);
      x += aColumn;
      p0 += 32;
      p1 += 32;
      p2 += 32;
      p3 += 32;
    }
    v128.store(c, r00);
    v128.store(c, r01, 16);
    v128.store(c, r10, 32);
    v128.store(c, r11, 48);
    v128.store(c, r20, 64);
    v128.store(c, r21, 80);
    v128.store(c, r30, 96);
    v128.store(c, r31, 112);
    c += 128;
  }
  for (; n < N; n += panel) {
    const left = N - n - 4; // for the second half
    let r0 = loadPart(init, left + 4);
    let r1 = left > 0 ? loadPart(init + 16, left) : splat(0);
    let p = packed;
    let x = a;
    for (let k = 0; k < K; k++) {
      const s = v128.load32_splat(x);
      r0 = fma(s, v128.load(p), r0);
      r1 = fma(s, v128.load(p, 16), r1);
      x += aColumn;
      p += 32;
    }
    storePart(c, r0, left + 4);
    if (left > 0) storePart(c + 16, r1, left);
    packed += panelStep;
    init += initPanel;
    c += 32;
  }
}

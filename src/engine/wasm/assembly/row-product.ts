/** Products with a left factor of one row, which is not worth packing. Pointers and strides are in bytes. */
import { fma, splat } from './vector';

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

/** Four floats at a time: fused multiply-add and the functions that the kernels need. */

/** a b + c; one rounding where the engine has relaxed SIMD, else two. */
@inline
export function fma(a: v128, b: v128, c: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return f32x4.relaxed_madd(a, b, c);
  return f32x4.add(f32x4.mul(a, b), c);
}

@inline
export function splat(x: f32): v128 {
  return f32x4.splat(x);
}

/** The sum of the four lanes. */
@inline
export function sum(x: v128): f32 {
  return (
    f32x4.extract_lane(x, 0) +
    f32x4.extract_lane(x, 1) +
    (f32x4.extract_lane(x, 2) + f32x4.extract_lane(x, 3))
  );
}

/** The greatest of the four lanes. */
@inline
export function greatest(x: v128): f32 {
  return max(
    max(f32x4.extract_lane(x, 0), f32x4.extract_lane(x, 1)),
    max(f32x4.extract_lane(x, 2), f32x4.extract_lane(x, 3)),
  );
}

/**
 * 2^z for z ≤ 127, to 1e-7 of itself; 0 from −126.5 down. z = n + f with n whole, a polynomial for 2^f
 * (least greatest error with 2^0 = 1), and n put into the exponent.
 */
@inline
export function exp2(z: v128): v128 {
  const clamped = f32x4.pmax(z, splat(-127));
  // Added to 1.5 · 2²³, n + 127 stands in the lowest bits.
  const shifted = f32x4.add(clamped, splat(12582912 + 127));
  const f = f32x4.sub(clamped, f32x4.sub(shifted, splat(12582912 + 127)));
  let p = splat(0.0013264727);
  p = fma(p, f, splat(0.0096715127));
  p = fma(p, f, splat(0.0555073374));
  p = fma(p, f, splat(0.2402224208));
  p = fma(p, f, splat(0.6931469776));
  p = fma(p, f, splat(1));
  return f32x4.mul(p, i32x4.shl(shifted, 23));
}

/** 1 / ln 2. */
export const log2e: f32 = 1.4426950408889634;

/** eˣ, at most 2¹²⁷, to 1e-7 (1 + |x|) of itself. */
@inline
export function exp(x: v128): v128 {
  return exp2(f32x4.pmin(f32x4.mul(x, splat(log2e)), splat(127)));
}

/** σ(x) = 1 / (1 + e⁻ˣ). */
@inline
export function sigmoid(x: v128): v128 {
  return f32x4.div(splat(1), f32x4.add(splat(1), exp(f32x4.neg(x))));
}

/** tanh x to about 3 ulp: the quotient of polynomials of Eigen (ptanh_float). */
@inline
export function tanh(x: v128): v128 {
  const clamped = f32x4.pmax(f32x4.pmin(x, splat(7.90531110763549805)), splat(-7.90531110763549805));
  const x2 = f32x4.mul(clamped, clamped);
  let p = splat(-2.76076847742355e-16);
  p = fma(p, x2, splat(2.00018790482477e-13));
  p = fma(p, x2, splat(-8.60467152213735e-11));
  p = fma(p, x2, splat(5.12229709037114e-08));
  p = fma(p, x2, splat(1.48572235717979e-05));
  p = fma(p, x2, splat(6.37261928875436e-04));
  p = fma(p, x2, splat(4.89352455891786e-03));
  let q = splat(1.19825839466702e-06);
  q = fma(q, x2, splat(1.18534705686654e-04));
  q = fma(q, x2, splat(2.26843463243900e-03));
  q = fma(q, x2, splat(4.89352518554385e-03));
  return f32x4.div(f32x4.mul(p, clamped), q);
}

/** ln x of a positive, finite x, to about 1e-13: the exponent, and the series of artanh. */
export function log(x: f32): f64 {
  const bits = reinterpret<u64>(<f64>x);
  let exponent = <i32>((bits >> 52) & 0x7ff) - 1023;
  let m = reinterpret<f64>((bits & 0xfffffffffffff) | 0x3ff0000000000000); // [1, 2)
  if (m > 1.4142135623730951) {
    m *= 0.5;
    exponent++;
  }
  const s = (m - 1) / (m + 1);
  const s2 = s * s;
  let series: f64 = 1.0 / 17;
  for (let n: f64 = 15; n > 0; n -= 2) series = series * s2 + 1 / n;
  return 2 * s * series + <f64>exponent * 0.6931471805599453;
}

/** The first `count` ≤ 4 floats at `from`; the other lanes are 0. */
@inline
export function loadPart(from: usize, count: i32): v128 {
  if (count >= 4) return v128.load(from);
  let x = f32x4.replace_lane(splat(0), 0, f32.load(from));
  if (count > 1) x = f32x4.replace_lane(x, 1, f32.load(from, 4));
  if (count > 2) x = f32x4.replace_lane(x, 2, f32.load(from, 8));
  return x;
}

/** Stores the first `count` ≤ 4 lanes. */
@inline
export function storePart(to: usize, x: v128, count: i32): void {
  if (count >= 4) {
    v128.store(to, x);
    return;
  }
  f32.store(to, f32x4.extract_lane(x, 0));
  if (count > 1) f32.store(to, f32x4.extract_lane(x, 1), 4);
  if (count > 2) f32.store(to, f32x4.extract_lane(x, 2), 8);
}

/** Zeros for `count` floats; for a few, where the engine's own fill would cost more. */
@inline
export function zero(to: usize, count: i32): void {
  let i = 0;
  for (; i + 4 <= count; i += 4) v128.store(to + ((<usize>i) << 2), splat(0));
  for (; i < count; i++) f32.store(to + ((<usize>i) << 2), 0);
}

/** Copies floats, `bytes` of them; for rows that are short, where the engine's own copy would cost more. */
@inline
export function copyFloats(to: usize, from: usize, bytes: usize): void {
  let i: usize = 0;
  for (; i + 16 <= bytes; i += 16) v128.store(to + i, v128.load(from + i));
  for (; i < bytes; i += 4) f32.store(to + i, f32.load(from + i));
}

/** Σ x of N floats, added in double precision. */
export function total(x: usize, N: i32): f64 {
  let sum: f64 = 0;
  for (let n = 0; n < N; n++) sum += <f64>f32.load(x + ((<usize>n) << 2));
  return sum;
}

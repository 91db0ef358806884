/** GELU and its gradient, element by element; one chunk is a run of elements. */
import { erf, exp, fma, splat } from '../../wasm/assembly/vector';

/** Φ(x) = (1 + erf(x / √2)) / 2. */
@inline
function phi(x: v128): v128 {
  return fma(erf(f32x4.mul(x, splat(0.7071067811865476))), splat(0.5), splat(0.5));
}

@inline
function geluOf(x: v128): v128 {
  return f32x4.mul(x, phi(x));
}

/**
 * dy (Φ(x) + x φ(x)). The density's e^(−x²/2) serves Φ too, whose upper tail is a polynomial in
 * t = 1 / (1 + p |x| / √2) times it, to 1e-7 (Abramowitz & Stegun 7.1.26).
 */
@inline
function gradientOf(x: v128, dy: v128): v128 {
  const bell = exp(f32x4.mul(f32x4.mul(x, x), splat(-0.5)));
  const t = f32x4.div(splat(1), fma(f32x4.abs(x), splat(0.3275911 * 0.7071067811865476), splat(1)));
  let tail = splat(0.5 * 1.061405429);
  tail = fma(tail, t, splat(0.5 * -1.453152027));
  tail = fma(tail, t, splat(0.5 * 1.421413741));
  tail = fma(tail, t, splat(0.5 * -0.284496736));
  tail = fma(tail, t, splat(0.5 * 0.254829592));
  tail = f32x4.mul(f32x4.mul(tail, t), bell); // Φ(−|x|)
  const phi = v128.bitselect(tail, f32x4.sub(splat(1), tail), f32x4.lt(x, splat(0)));
  return f32x4.mul(dy, fma(x, f32x4.mul(bell, splat(0.3989422804014327)), phi));
}

/** Arguments: x, out y; size, elements of a chunk (a multiple of 4). */
export function gelu(p: usize, chunk: i32): void {
  const size = i32.load(p, 8);
  const wide = i32.load(p, 12);
  const first = (<usize>(chunk * wide)) << 2;
  const x = <usize>i32.load(p, 0) + first;
  const y = <usize>i32.load(p, 4) + first;
  const count = min(wide, size - chunk * wide);
  const whole = count & ~3;
  let i = 0;
  // Four at a time share the constants, which the engine loads anew in every round.
  for (; i + 16 <= whole; i += 16) {
    const at = (<usize>i) << 2;
    v128.store(y + at, geluOf(v128.load(x + at)));
    v128.store(y + at, geluOf(v128.load(x + at, 16)), 16);
    v128.store(y + at, geluOf(v128.load(x + at, 32)), 32);
    v128.store(y + at, geluOf(v128.load(x + at, 48)), 48);
  }
  for (; i < whole; i += 4) {
    const at = (<usize>i) << 2;
    v128.store(y + at, geluOf(v128.load(x + at)));
  }
  for (; i < count; i++) {
    const at = (<usize>i) << 2;
    f32.store(y + at, f32x4.extract_lane(geluOf(splat(f32.load(x + at))), 0));
  }
}

/** Arguments: x, dy, out dx; size, elements of a chunk (a multiple of 4). */
export function geluGradient(p: usize, chunk: i32): void {
  const size = i32.load(p, 12);
  const wide = i32.load(p, 16);
  const first = (<usize>(chunk * wide)) << 2;
  const x = <usize>i32.load(p, 0) + first;
  const dy = <usize>i32.load(p, 4) + first;
  const dx = <usize>i32.load(p, 8) + first;
  const count = min(wide, size - chunk * wide);
  const whole = count & ~3;
  let i = 0;
  for (; i + 16 <= whole; i += 16) {
    const at = (<usize>i) << 2;
    v128.store(dx + at, gradientOf(v128.load(x + at), v128.load(dy + at)));
    v128.store(dx + at, gradientOf(v128.load(x + at, 16), v128.load(dy + at, 16)), 16);
    v128.store(dx + at, gradientOf(v128.load(x + at, 32), v128.load(dy + at, 32)), 32);
    v128.store(dx + at, gradientOf(v128.load(x + at, 48), v128.load(dy + at, 48)), 48);
  }
  for (; i < whole; i += 4) {
    const at = (<usize>i) << 2;
    v128.store(dx + at, gradientOf(v128.load(x + at), v128.load(dy + at)));
  }
  for (; i < count; i++) {
    const at = (<usize>i) << 2;
    const value = gradientOf(splat(f32.load(x + at)), splat(f32.load(dy + at)));
    f32.store(dx + at, f32x4.extract_lane(value, 0));
  }
}

/** GELU and its slope together. */
import { exp2, fma, loadPart, log2e, splat, storePart } from '../../wasm/assembly/vector';

/**
 * Φ(x) to 2e-7. Its upper tail is a polynomial in t = 1 / (1 + p |x| / √2) times the bell
 * e^(−x²/2) (Abramowitz & Stegun 7.1.26); the rest up to ½ has the sign of x.
 */
@inline
function phiOf(x: v128, bell: v128): v128 {
  const sign = v128.and(x, i32x4.splat(0x80000000));
  const size = v128.xor(x, sign);
  const t = f32x4.div(splat(1), fma(size, splat(0.3275911 * 0.7071067811865476), splat(1)));
  let tail = splat(0.5 * 1.061405429);
  tail = fma(tail, t, splat(0.5 * -1.453152027));
  tail = fma(tail, t, splat(0.5 * 1.421413741));
  tail = fma(tail, t, splat(0.5 * -0.284496736));
  tail = fma(tail, t, splat(0.5 * 0.254829592));
  tail = f32x4.mul(f32x4.mul(tail, t), bell); // Φ(−|x|)
  return f32x4.add(splat(0.5), v128.xor(f32x4.sub(splat(0.5), tail), sign));
}

/** x Φ(x) in the place of the first `count` lanes, and Φ(x) + x φ(x); the density φ is the bell over √2π. */
@inline
function replace(x: usize, slope: usize, value: v128, count: i32): void {
  const bell = exp2(f32x4.mul(f32x4.mul(value, value), splat(-0.5 * log2e)));
  const phi = phiOf(value, bell);
  storePart(x, f32x4.mul(value, phi), count);
  storePart(slope, fma(value, f32x4.mul(bell, splat(0.3989422804014327)), phi), count);
}

/** Puts GELU(x) in the place of `count` floats x, and its slope at `slope`. */
export function geluInPlace(x: usize, slope: usize, count: i32): void {
  // Four at a time share the constants, which the engine loads anew in every round.
  for (; count >= 16; count -= 16) {
    replace(x, slope, v128.load(x), 4);
    replace(x + 16, slope + 16, v128.load(x, 16), 4);
    replace(x + 32, slope + 32, v128.load(x, 32), 4);
    replace(x + 48, slope + 48, v128.load(x, 48), 4);
    x += 64;
    slope += 64;
  }
  for (; count > 0; count -= 4) {
    replace(x, slope, loadPart(x, count), count);
    x += 16;
    slope += 16;
  }
}

/** Rotary positions; one chunk is a run of rows. */
import { copyFloats, fma, loadPart, storePart } from '../../wasm/assembly/vector';

/**
 * Arguments: x [N, W], cos and sin [T, D/2] (positions of N / T sequences), out y [N, W]; N, T, W,
 * heads, D/2, 1 or −1 for the opposite angle (a float), rows of a chunk.
 */
export function rotary(p: usize, chunk: i32): void {
  const N = i32.load(p, 16);
  const T = i32.load(p, 20);
  const row = (<usize>i32.load(p, 24)) << 2;
  const heads = i32.load(p, 28);
  const half = i32.load(p, 32);
  const direction = v128.load32_splat(p, 36);
  const high = i32.load(p, 40);
  const bytes = (<usize>half) << 2;
  const turned = <usize>heads * 2 * bytes;
  const last = min(N, (chunk + 1) * high);
  for (let n = chunk * high; n < last; n++) {
    const x = <usize>i32.load(p, 0) + <usize>n * row;
    const y = <usize>i32.load(p, 12) + <usize>n * row;
    const angles = <usize>(n % T) * bytes;
    for (let j = 0; j < half; j += 4) {
      const at = (<usize>j) << 2;
      const count = half - j;
      const cos = loadPart(<usize>i32.load(p, 4) + angles + at, count);
      const sin = f32x4.mul(loadPart(<usize>i32.load(p, 8) + angles + at, count), direction);
      const minus = f32x4.neg(sin);
      for (let front = at; front < turned; front += 2 * bytes) {
        const back = front + bytes;
        const a = loadPart(x + front, count);
        const b = loadPart(x + back, count);
        storePart(y + front, fma(b, minus, f32x4.mul(a, cos)), count);
        storePart(y + back, fma(a, sin, f32x4.mul(b, cos)), count);
      }
    }
    copyFloats(y + turned, x + turned, row - turned);
  }
}

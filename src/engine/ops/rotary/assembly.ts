/** Rotary positions; one chunk is a run of rows. */
import { RotaryArguments } from '../../wasm/assembly/arguments';
import { copyFloats, fma, loadPart, splat, storePart } from '../../wasm/assembly/vector';

/**
 * Arguments: x [N, W], cos and sin [T, D/2] (positions of N / T sequences), out y [N, W]; N, T, W,
 * heads, D/2, 1 or −1 for the opposite angle (a float), rows of a chunk.
 */
export function rotary(p: RotaryArguments, chunk: i32): void {
  const N = p.N;
  const T = p.T;
  const row = (<usize>p.W) << 2;
  const heads = p.heads;
  const half = p.half;
  const direction = splat(p.direction);
  const high = p.high;
  const bytes = (<usize>half) << 2;
  const turned = <usize>heads * 2 * bytes;
  const last = min(N, (chunk + 1) * high);
  for (let n = chunk * high; n < last; n++) {
    const x = p.x + <usize>n * row;
    const y = p.y + <usize>n * row;
    const angles = <usize>(n % T) * bytes;
    for (let j = 0; j < half; j += 4) {
      const at = (<usize>j) << 2;
      const count = half - j;
      const cos = loadPart(p.cos + angles + at, count);
      const sin = f32x4.mul(loadPart(p.sin + angles + at, count), direction);
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

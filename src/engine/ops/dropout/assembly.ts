/** Dropout, eight elements at a time: four blocks of the generator in `maths/random/threefry.ts` side by side. */
import { DropoutArguments } from '../../wasm/assembly/arguments';
import { loadPart, splat, storePart } from '../../wasm/assembly/vector';

/** The second words of the next round. */
@inline
function turned(y: v128, by: i32, x: v128): v128 {
  return v128.xor(v128.or(i32x4.shl(y, by), i32x4.shr_u(y, 32 - by)), x);
}

/** Up to four elements whose words are `words`. */
@inline
function drop(from: usize, to: usize, words: v128, threshold: v128, scale: v128, count: i32): void {
  const kept = i32x4.ge_u(words, threshold);
  storePart(to, v128.and(f32x4.mul(loadPart(from, count), scale), kept), count);
}

/** Arguments: x, out y; size, elements of a chunk (a multiple of 8); two words of the key, threshold; scale. */
export function dropout(p: DropoutArguments, chunk: i32): void {
  const size = p.size;
  const wide = p.wide;
  const first = p.key0;
  const second = p.key1;
  const key0 = i32x4.splat(first);
  const key1 = i32x4.splat(second);
  const key2 = i32x4.splat(0x1bd11bda ^ first ^ second);
  const threshold = i32x4.splat(p.threshold);
  const scale = splat(p.scale);
  let i = chunk * wide;
  const end = min(size, i + wide);
  let from = p.x + ((<usize>i) << 2);
  let to = p.y + ((<usize>i) << 2);
  let counter = i32x4.add(i32x4.splat(i >> 1), i32x4(0, 1, 2, 3));
  for (; i < end; i += 8) {
    let x = i32x4.add(counter, key0);
    let y = key1;
    x = i32x4.add(x, y);
    y = turned(y, 13, x);
    x = i32x4.add(x, y);
    y = turned(y, 15, x);
    x = i32x4.add(x, y);
    y = turned(y, 26, x);
    x = i32x4.add(x, y);
    y = turned(y, 6, x);
    x = i32x4.add(x, key1);
    y = i32x4.add(y, i32x4.add(key2, i32x4.splat(1)));
    x = i32x4.add(x, y);
    y = turned(y, 17, x);
    x = i32x4.add(x, y);
    y = turned(y, 29, x);
    x = i32x4.add(x, y);
    y = turned(y, 16, x);
    x = i32x4.add(x, y);
    y = turned(y, 24, x);
    x = i32x4.add(x, key2);
    y = i32x4.add(y, i32x4.add(key0, i32x4.splat(2)));
    x = i32x4.add(x, y);
    y = turned(y, 13, x);
    x = i32x4.add(x, y);
    y = turned(y, 15, x);
    x = i32x4.add(x, y);
    y = turned(y, 26, x);
    x = i32x4.add(x, y);
    y = turned(y, 6, x);
    x = i32x4.add(x, key0);
    y = i32x4.add(y, i32x4.add(key1, i32x4.splat(3)));
    x = i32x4.add(x, y);
    y = turned(y, 17, x);
    drop(from, to, v128.shuffle<i32>(x, y, 0, 4, 1, 5), threshold, scale, end - i);
    if (end - i > 4) {
      const words = v128.shuffle<i32>(x, y, 2, 6, 3, 7);
      drop(from + 16, to + 16, words, threshold, scale, end - i - 4);
    }
    counter = i32x4.add(counter, i32x4.splat(4));
    from += 32;
    to += 32;
  }
}

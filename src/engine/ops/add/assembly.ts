/** a + b, element by element; one chunk is a run of elements. */

/** Arguments: a, b, out; size, elements of a chunk (a multiple of 4). */
export function add(p: usize, chunk: i32): void {
  const wide = i32.load(p, 16);
  const first = (<usize>(chunk * wide)) << 2;
  const a = <usize>i32.load(p, 0) + first;
  const b = <usize>i32.load(p, 4) + first;
  const out = <usize>i32.load(p, 8) + first;
  const count = min(wide, i32.load(p, 12) - chunk * wide);
  const whole = (<usize>(count & ~3)) << 2;
  const bytes = (<usize>count) << 2;
  let i: usize = 0;
  for (; i < whole; i += 16) v128.store(out + i, f32x4.add(v128.load(a + i), v128.load(b + i)));
  for (; i < bytes; i += 4) f32.store(out + i, f32.load(a + i) + f32.load(b + i));
}

/**
 * Looking rows up in a table, one chunk a run of rows; and its gradient, added in a fixed order, one
 * chunk a block of columns.
 */
import { EmbeddingGradientArguments, EmbeddingArguments } from '../../wasm/assembly/arguments';
import { copyFloats } from '../../wasm/assembly/vector';

/** Arguments: table [V, C], ids [N] (integers), out rows [N, C]; N, C, rows of a chunk. */
export function embedding(p: EmbeddingArguments, chunk: i32): void {
  const N = p.N;
  const bytes = (<usize>p.C) << 2;
  const high = p.high;
  const last = min(N, (chunk + 1) * high);
  for (let n = chunk * high; n < last; n++) {
    const id = i32.load(p.ids + ((<usize>n) << 2));
    copyFloats(
      p.out + <usize>n * bytes, p.table + <usize>id * bytes, bytes,
    );
  }
}

/** Arguments: dy [N, C], ids [N] (integers), out gradient [V, C]; N, C, V, columns of a chunk (a multiple of 4). */
export function embeddingGradient(p: EmbeddingGradientArguments, chunk: i32): void {
  const N = p.N;
  const C = p.C;
  const V = p.V;
  const wide = p.wide;
  const row = (<usize>C) << 2;
  const first = (<usize>(chunk * wide)) << 2;
  const count = min(wide, C - chunk * wide);
  const whole = count & ~3;
  const bytes = (<usize>count) << 2;
  const out = p.out + first;
  for (let v = 0; v < V; v++) memory.fill(out + <usize>v * row, 0, bytes);
  let dy = p.dy + first;
  let id = p.ids;
  for (let n = 0; n < N; n++) {
    const to = out + <usize>i32.load(id) * row;
    let c = 0;
    for (; c < whole; c += 4) {
      const at = (<usize>c) << 2;
      v128.store(to + at, f32x4.add(v128.load(to + at), v128.load(dy + at)));
    }
    for (; c < count; c++) {
      const at = (<usize>c) << 2;
      f32.store(to + at, f32.load(to + at) + f32.load(dy + at));
    }
    dy += row;
    id += 4;
  }
}

/** The sum of every column, the gradient of a bias; one chunk is a block of columns. */
import { ColumnSumsArguments } from '../../wasm/assembly/arguments';
import { splat } from '../../wasm/assembly/vector';

/** Arguments: x [N, C], bytes from row to row, out sums [C]; N, C, columns of a chunk (a multiple of 16). */
export function columnSums(p: ColumnSumsArguments, chunk: i32): void {
  const x = p.x;
  const row = p.row;
  const out = p.out;
  const N = p.N;
  const C = p.C;
  const wide = p.wide;
  const last = min(C, (chunk + 1) * wide);
  let c = chunk * wide;
  for (; c + 16 <= last; c += 16) {
    const at = (<usize>c) << 2;
    let from = x + at;
    let r0 = splat(0);
    let r1 = splat(0);
    let r2 = splat(0);
    let r3 = splat(0);
    for (let n = 0; n < N; n++) {
      r0 = f32x4.add(r0, v128.load(from));
      r1 = f32x4.add(r1, v128.load(from, 16));
      r2 = f32x4.add(r2, v128.load(from, 32));
      r3 = f32x4.add(r3, v128.load(from, 48));
      from += row;
    }
    v128.store(out + at, r0);
    v128.store(out + at, r1, 16);
    v128.store(out + at, r2, 32);
    v128.store(out + at, r3, 48);
  }
  for (; c < last; c++) {
    const at = (<usize>c) << 2;
    let total: f32 = 0;
    let from = x + at;
    for (let n = 0; n < N; n++) {
      total += f32.load(from);
      from += row;
    }
    f32.store(out + at, total);
  }
}

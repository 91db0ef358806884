/** Softmax of rows and their sums; one chunk is a run of rows. */
import { SoftmaxArguments, RowSumsArguments } from '../../wasm/assembly/arguments';
import { copyFloats, exp2, greatest, loadPart, log2e, splat, sum, zero } from '../../wasm/assembly/vector';

const never: f32 = -1e30;

/** 2^((x − mosts) scales) in the place of four floats x, and as the result. */
@inline
function powers(x: usize, mosts: v128, scales: v128): v128 {
  const e = exp2(f32x4.mul(f32x4.sub(v128.load(x), mosts), scales));
  v128.store(x, e);
  return e;
}

/** softmax of `count` scores times `scale`, in place; what `real` forbids, and the rest up to S, is 0. */
export function softmaxRow(row: usize, count: i32, S: i32, scale: f32, real: usize): void {
  if (real != 0) {
    for (let j: usize = 0; j < (<usize>count) << 2; j += 4) {
      if (f32.load(real + j) == 0) f32.store(row + j, never);
    }
  }
  // To the next multiple of four, so that nothing is left for a loop of one at a time.
  const end = min(S, (count + 3) & ~3);
  for (let i = count; i < end; i++) f32.store(row + ((<usize>i) << 2), never);
  const whole = end & ~3;
  let most = f32.load(row);
  let j = 0;
  if (whole > 0) {
    let peaks = v128.load(row);
    for (j = 4; j < whole; j += 4) peaks = f32x4.pmax(peaks, v128.load(row + ((<usize>j) << 2)));
    most = greatest(peaks);
  }
  for (; j < end; j++) most = max(most, f32.load(row + ((<usize>j) << 2)));
  const mosts = splat(most);
  scale *= log2e;
  const scales = splat(scale);
  let sums = splat(0);
  // Two at a time share the constants, which the engine loads anew in every round.
  for (j = 0; j + 8 <= whole; j += 8) {
    const at = row + ((<usize>j) << 2);
    const e = powers(at, mosts, scales);
    sums = f32x4.add(sums, f32x4.add(e, powers(at + 16, mosts, scales)));
  }
  if (j < whole) {
    sums = f32x4.add(sums, powers(row + ((<usize>j) << 2), mosts, scales));
    j += 4;
  }
  let total = sum(sums);
  for (; j < end; j++) {
    const at = row + ((<usize>j) << 2);
    const e = f32x4.extract_lane(exp2(splat((f32.load(at) - most) * scale)), 0);
    f32.store(at, e);
    total += e;
  }
  const factors = splat(<f32>1 / total);
  for (j = 0; j < whole; j += 4) {
    const at = row + ((<usize>j) << 2);
    v128.store(at, f32x4.mul(v128.load(at), factors));
  }
  for (; j < end; j++) {
    const at = row + ((<usize>j) << 2);
    f32.store(at, f32.load(at) / total);
  }
  zero(row + ((<usize>end) << 2), S - end);
}

/** Arguments: x [N, C], out y [N, C]; N, C, rows of a chunk. */
export function softmax(p: SoftmaxArguments, chunk: i32): void {
  const C = p.C;
  const high = p.high;
  const bytes = (<usize>C) << 2;
  const last = min(p.N, (chunk + 1) * high);
  for (let n = chunk * high; n < last; n++) {
    const y = p.y + <usize>n * bytes;
    copyFloats(y, p.x + <usize>n * bytes, bytes);
    softmaxRow(y, C, C, 1, 0);
  }
}

/** Arguments: x [N, C], out sums [N]; N, C, rows of a chunk. */
export function rowSums(p: RowSumsArguments, chunk: i32): void {
  const C = p.C;
  const high = p.high;
  const last = min(p.N, (chunk + 1) * high);
  for (let n = chunk * high; n < last; n++) {
    const x = p.x + ((<usize>n * <usize>C) << 2);
    let sums = splat(0);
    for (let c = 0; c < C; c += 4) sums = f32x4.add(sums, loadPart(x + ((<usize>c) << 2), C - c));
    f32.store(p.sums + ((<usize>n) << 2), sum(sums));
  }
}

/**
 * AdamW over all parameters, which lie scattered, one chunk a run of the flat vector. A table names
 * the pieces: pointer to the gradient, pointer to the parameter, first element, size, decay (0 or 1).
 */
import { SquaredNormArguments, AdamwArguments } from '../../wasm/assembly/arguments';
import { fma, loadPart, splat, storePart, sum, total } from '../../wasm/assembly/vector';

const entry: usize = 20;

/** The first piece that reaches beyond element `at`. */
function pieceAt(table: usize, at: i32): usize {
  while (i32.load(table, 8) + i32.load(table, 12) <= at) table += entry;
  return table;
}

/** Arguments: table, out sums of squares [chunks]; size N, elements of a chunk. */
export function squaredNorm(p: SquaredNormArguments, chunk: i32): void {
  const wide = p.wide;
  let at = chunk * wide;
  const end = min(p.N, at + wide);
  let piece = pieceAt(p.table, at);
  let squared: f32 = 0;
  while (at < end) {
    const start = i32.load(piece, 8);
    const stop = min(end, start + i32.load(piece, 12));
    let g = <usize>i32.load(piece) + ((<usize>(at - start)) << 2);
    let squares = splat(0);
    for (; at < stop; at += 4) {
      const x = loadPart(g, stop - at);
      squares = fma(x, x, squares);
      g += 16;
    }
    at = stop;
    squared += sum(squares);
    piece += entry;
  }
  f32.store(p.squares + ((<usize>chunk) << 2), squared);
}

/**
 * Arguments: table, θ [N], m [N], v [N]; N, elements of a chunk; then floats: the norm from which
 * gradients are clipped (0: never), β₁, β₂, 1 / (1 − β₁ᵗ), 1 / (1 − β₂ᵗ), η, 1 − η λ, ε, 1 − β₁,
 * 1 − β₂; the chunks' sums of squares, how many, out the norm. θ, m, v and the parameters are
 * changed in place.
 */
export function adamw(p: AdamwArguments, chunk: i32): void {
  const wide = p.wide;
  let at = chunk * wide;
  const end = min(p.N, at + wide);
  let piece = pieceAt(p.table, at);
  const norm = Math.sqrt(total(p.squares, p.chunks));
  if (chunk == 0) f32.store(p.norm, <f32>norm);
  const most = <f64>p.clip;
  const clip = splat(most == 0 ? 1 : <f32>min(1, most / (norm + 1e-6)));
  const beta1 = splat(p.beta1);
  const beta2 = splat(p.beta2);
  const rest1 = splat(p.rest1);
  const rest2 = splat(p.rest2);
  const unbias1 = splat(p.unbias1);
  const unbias2 = splat(p.unbias2);
  const eta = splat(p.eta);
  const epsilon = splat(p.epsilon);
  while (at < end) {
    const start = i32.load(piece, 8);
    const stop = min(end, start + i32.load(piece, 12));
    const keep = splat(i32.load(piece, 16) != 0 ? p.keep : <f32>1);
    let g = <usize>i32.load(piece) + ((<usize>(at - start)) << 2);
    let parameter = <usize>i32.load(piece, 4) + ((<usize>(at - start)) << 2);
    for (; at < stop; at += 4) {
      const count = stop - at;
      const flat = (<usize>at) << 2;
      const theta = p.theta + flat;
      const first = p.m + flat;
      const second = p.v + flat;
      const gradient = f32x4.mul(loadPart(g, count), clip);
      const m = fma(rest1, gradient, f32x4.mul(beta1, loadPart(first, count)));
      const v = fma(rest2, f32x4.mul(gradient, gradient), f32x4.mul(beta2, loadPart(second, count)));
      const root = f32x4.add(f32x4.sqrt(f32x4.mul(v, unbias2)), epsilon);
      const change = f32x4.div(f32x4.mul(m, unbias1), root);
      const next = f32x4.sub(f32x4.mul(loadPart(theta, count), keep), f32x4.mul(eta, change));
      storePart(first, m, count);
      storePart(second, v, count);
      storePart(theta, next, count);
      storePart(parameter, next, count);
      g += 16;
      parameter += 16;
    }
    at = stop;
    piece += entry;
  }
}

/**
 * Scores of additive attention and their gradient: forward a score is 32 threads, backward a thread
 * has one number of a gradient and computes tanh again rather than keep B T S H numbers.
 *
 * B batch, T target time, S source time, H width.
 */
import { reduceThreads, reduction } from '../../webgpu/reduce.ts';
import { Program } from '../../webgpu/program.ts';
import { bounded } from '../../webgpu/tanh.ts';

const lanes = 32;
const rows = reduceThreads / lanes;

/** query [B, T, H], key [B, S, H], v [H] → the N = B T S scores. */
export const additiveScoresProgram = new Program({
  name: 'AdditiveScores',
  reads: { query: 'f32', key: 'f32', v: 'f32' },
  writes: { scores: 'f32' },
  uniforms: { N: 'u32', T: 'u32', S: 'u32', H: 'u32' },
  threads: reduceThreads,
  code: `${bounded}
${reduction('rowSum', lanes, 'sum')}
fn run(group: u32, thread: u32) {
  let n = group * ${rows}u + thread / ${lanes}u;
  let lane = thread % ${lanes}u;
  let end = select(0u, u.H, n < u.N); // nothing to do beyond the last score
  let q = n / u.S * u.H;
  let k = (n / (u.T * u.S) * u.S + n % u.S) * u.H;
  var sum = 0.0;
  for (var h = lane; h < end; h += ${lanes}u) { sum += v[h] * bounded(query[q + h] + key[k + h]); }
  sum = rowSum(sum, thread);
  if (lane == 0u && n < u.N) { scores[n] = sum; }
}`,
});

/** Workgroups that N scores take. */
export const scoreGroups = (N: number): number => Math.ceil(N / rows);

/**
 * dy [B, T, S], query, key and v → dQuery, dKey and, for every query, its share in dv [B, T, H].
 * With y = tanh(q + k): dq = v ⊙ Σₛ dy (1 − y²), dk = v ⊙ Σₜ dy (1 − y²), dv = Σ dy y. The first
 * `forQueries` groups compute dQuery and the shares, the others dKey; neither needs the other.
 */
export const additiveScoresGradientProgram = new Program({
  name: 'AdditiveScoresGradient',
  reads: { dy: 'f32', query: 'f32', key: 'f32', v: 'f32' },
  writes: { dQuery: 'f32', dKey: 'f32', shares: 'f32' },
  uniforms: { B: 'u32', T: 'u32', S: 'u32', H: 'u32', forQueries: 'u32' },
  threads: reduceThreads,
  code: `${bounded}
fn ofQuery(at: u32) {
  if (at >= u.B * u.T * u.H) { return; }
  let row = at / u.H;
  let h = at % u.H;
  let keys = row / u.T * u.S * u.H + h;
  let q = query[at];
  var slopes = 0.0;
  var share = 0.0;
  for (var s = 0u; s < u.S; s++) {
    let d = dy[row * u.S + s];
    let y = bounded(q + key[keys + s * u.H]);
    slopes += d * (1.0 - y * y);
    share += d * y;
  }
  dQuery[at] = v[h] * slopes;
  shares[at] = share;
}
fn ofKey(at: u32) {
  if (at >= u.B * u.S * u.H) { return; }
  let row = at / u.H;
  let h = at % u.H;
  let b = row / u.S;
  let queries = b * u.T * u.H + h;
  let scores = b * u.T * u.S + row % u.S;
  let k = key[at];
  var slopes = 0.0;
  for (var t = 0u; t < u.T; t++) {
    let y = bounded(query[queries + t * u.H] + k);
    slopes += dy[scores + t * u.S] * (1.0 - y * y);
  }
  dKey[at] = v[h] * slopes;
}
fn run(group: u32, thread: u32) {
  let at = group * ${reduceThreads}u + thread;
  if (group < u.forQueries) { ofQuery(at); } else { ofKey(at - u.forQueries * ${reduceThreads}u); }
}`,
});

/** Workgroups that a gradient of so many numbers takes. */
export const elementGroups = (size: number): number => Math.ceil(size / reduceThreads);

/** Looking rows up in a table, and adding rows of a gradient to those of the table in a fixed order. */
import { Program } from '../../webgpu/program.ts';

const threads = 256;

/** table [V, C] and ids [N] → rows [N, C]. */
export const embeddingProgram = new Program({
  name: 'Embedding',
  reads: { table: 'f32', ids: 'i32' },
  writes: { rows: 'f32' },
  uniforms: { size: 'u32', C: 'u32' },
  threads,
  code: `
fn run(group: u32, thread: u32) {
  let i = group * ${threads}u + thread;
  if (i < u.size) { rows[i] = table[u32(ids[i / u.C]) * u.C + i % u.C]; }
}`,
});

export const embeddingGroups = (size: number): number => Math.ceil(size / threads);

/** A workgroup sums some columns of one row of the table, several rows of dy at a time. */
const columns = 64;
const together = threads / columns;

/**
 * dy [N, C] and ids [N] → out [V, C]. All threads look for the row's id among 256 ids at a time and
 * note the places as bits; then each takes every fourth place, in order.
 */
export const embeddingGradientProgram = new Program({
  name: 'EmbeddingGradient',
  reads: { dy: 'f32', ids: 'i32' },
  writes: { out: 'f32' },
  uniforms: { N: 'u32', C: 'u32', across: 'u32' },
  threads,
  code: `
var<workgroup> found: array<atomic<u32>, ${threads / 32}>;
var<workgroup> parts: array<f32, ${threads}>;
fn run(group: u32, thread: u32) {
  let v = group / u.across;
  let c = group % u.across * ${columns}u + thread % ${columns}u;
  let share = thread / ${columns}u;
  var sum = 0.0;
  for (var first = 0u; first < u.N; first += ${threads}u) {
    workgroupBarrier();
    if (thread < ${threads / 32}u) { atomicStore(&found[thread], 0u); }
    workgroupBarrier();
    let n = first + thread;
    if (n < u.N && u32(ids[min(n, u.N - 1u)]) == v) {
      atomicOr(&found[thread / 32u], 1u << (thread % 32u));
    }
    workgroupBarrier();
    var turn = 0u;
    for (var word = 0u; word < ${threads / 32}u; word++) {
      var bits = atomicLoad(&found[word]);
      while (bits != 0u) {
        let place = first + word * 32u + firstTrailingBit(bits);
        if (turn % ${together}u == share && c < u.C) { sum += dy[place * u.C + c]; }
        bits &= bits - 1u;
        turn++;
      }
    }
  }
  parts[thread] = sum;
  workgroupBarrier();
  if (share == 0u && c < u.C) {
    for (var other = 1u; other < ${together}u; other++) { sum += parts[thread + other * ${columns}u]; }
    out[v * u.C + c] = sum;
  }
}`,
});

export const embeddingColumns = (C: number): number => Math.ceil(C / columns);

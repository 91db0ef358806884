/** Softmax cross-entropy on integer labels with its gradient: a row is 32 threads. */
import { reduceThreads, reduction } from '../../webgpu/reduce.ts';
import { Program } from '../../webgpu/program.ts';

const lanes = 32;
const rows = reduceThreads / lanes;

/**
 * logits [N, V], labels [N], weights [N] → gradient of the mean loss [N, V], and the losses of the
 * rows, already times their share in the mean, [N].
 */
export const crossEntropyProgram = new Program({
  name: 'CrossEntropy',
  reads: { logits: 'f32', labels: 'i32', weights: 'f32' },
  writes: { gradient: 'f32', losses: 'f32' },
  uniforms: { N: 'u32', V: 'u32' },
  threads: reduceThreads,
  code: `${reduction('rowSum', lanes, 'sum')}
${reduction('rowMax', lanes, 'max')}
${reduction('allSum', reduceThreads, 'sum')}
fn run(group: u32, thread: u32) {
  // Every workgroup counts for itself, so that none waits for another.
  var count = 0.0;
  for (var n = thread; n < u.N; n += ${reduceThreads}u) { count += weights[n]; }
  count = max(1.0, allSum(count, thread));
  let n = group * ${rows}u + thread / ${lanes}u;
  let lane = thread % ${lanes}u;
  let end = select(0u, u.V, n < u.N);
  let row = n * u.V;
  var most = -3.4e38;
  for (var v = lane; v < end; v += ${lanes}u) { most = max(most, logits[row + v]); }
  most = rowMax(most, thread);
  var sum = 0.0;
  for (var v = lane; v < end; v += ${lanes}u) { sum += exp(logits[row + v] - most); }
  sum = rowSum(sum, thread);
  if (n >= u.N) { return; }
  let label = u32(labels[n]);
  let share = weights[n] / count;
  for (var v = lane; v < end; v += ${lanes}u) {
    let p = exp(logits[row + v] - most) / sum;
    gradient[row + v] = (p - select(0.0, 1.0, v == label)) * share;
  }
  if (lane == 0u) { losses[n] = (log(sum) - (logits[row + label] - most)) * share; }
}`,
});

export const crossEntropyGroups = (N: number): number => Math.ceil(N / rows);

/** x [N] → its sum, in one workgroup. */
export const sumProgram = new Program({
  name: 'Sum',
  reads: { x: 'f32' },
  writes: { sum: 'f32' },
  uniforms: { N: 'u32' },
  threads: reduceThreads,
  code: `${reduction('allSum', reduceThreads, 'sum')}
fn run(group: u32, thread: u32) {
  var part = 0.0;
  for (var n = thread; n < u.N; n += ${reduceThreads}u) { part += x[n]; }
  part = allSum(part, thread);
  if (thread == 0u) { sum[0] = part; }
}`,
});

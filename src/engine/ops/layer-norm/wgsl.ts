/** Layer normalisation and its gradient: a row is 32 threads, a workgroup has eight rows. */
import { columnPlaces, columnReduction, reduceThreads, reduction } from '../../webgpu/reduce.ts';
import { Program, remembered } from '../../webgpu/program.ts';

const lanes = 32;
const rows = reduceThreads / lanes;

/** x [N, C], γ [C], β [C] → y [N, C] and the rows' μ and 1/σ, [N, 2]. */
export const layerNormProgram = new Program({
  name: 'LayerNorm',
  reads: { x: 'f32', gain: 'f32', bias: 'f32' },
  writes: { y: 'f32', statistics: 'f32' },
  uniforms: { N: 'u32', C: 'u32' },
  threads: reduceThreads,
  code: `${reduction('rowSum', lanes, 'sum')}
fn run(group: u32, thread: u32) {
  let n = group * ${rows}u + thread / ${lanes}u;
  let lane = thread % ${lanes}u;
  let end = select(0u, u.C, n < u.N); // nothing to do below the last row
  let row = n * u.C;
  var sum = 0.0;
  for (var c = lane; c < end; c += ${lanes}u) { sum += x[row + c]; }
  let mean = rowSum(sum, thread) / f32(u.C);
  var squares = 0.0;
  for (var c = lane; c < end; c += ${lanes}u) {
    let centred = x[row + c] - mean;
    squares += centred * centred;
  }
  let scale = 1.0 / sqrt(rowSum(squares, thread) / f32(u.C) + 1e-5);
  for (var c = lane; c < end; c += ${lanes}u) {
    y[row + c] = (x[row + c] - mean) * scale * gain[c] + bias[c];
  }
  if (lane == 0u && n < u.N) {
    statistics[2u * n] = mean;
    statistics[2u * n + 1u] = scale;
  }
}`,
});

export const rowGroups = (N: number): number => Math.ceil(N / rows);

/**
 * dy, x, γ and the statistics, maybe dBeside → dx + dBeside, dγ, dβ. The first `forRows` groups
 * compute dx, the others sum columns; neither needs the other.
 */
export const layerNormGradientProgram = (beside: boolean) =>
  remembered(
    `layer norm gradient ${beside}`,
    () =>
      new Program<string, string, 'N' | 'C' | 'forRows'>({
        name: 'LayerNormGradient',
        reads: {
          dy: 'f32',
          x: 'f32',
          gain: 'f32',
          statistics: 'f32',
          ...(beside ? { dBeside: 'f32' as const } : {}),
        },
        writes: { dx: 'f32', dGain: 'f32', dBias: 'f32' },
        uniforms: { N: 'u32', C: 'u32', forRows: 'u32' },
        threads: reduceThreads,
        code: `${reduction('rowSum', lanes, 'sum')}
${columnReduction('columnSum', 'vec2f')}
${columnPlaces}
fn oneRow(group: u32, thread: u32) {
  let n = group * ${rows}u + thread / ${lanes}u;
  let lane = thread % ${lanes}u;
  let end = select(0u, u.C, n < u.N);
  let row = n * u.C;
  let mean = statistics[2u * n];
  let scale = statistics[2u * n + 1u];
  var plain = 0.0;
  var along = 0.0;
  for (var c = lane; c < end; c += ${lanes}u) {
    let through = dy[row + c] * gain[c];
    plain += through;
    along += through * (x[row + c] - mean) * scale;
  }
  plain = rowSum(plain, thread) / f32(u.C);
  along = rowSum(along, thread) / f32(u.C);
  for (var c = lane; c < end; c += ${lanes}u) {
    let normal = (x[row + c] - mean) * scale;
    let through = (dy[row + c] * gain[c] - plain - normal * along) * scale;
    dx[row + c] = through${beside ? ' + dBeside[row + c]' : ''};
  }
}
fn someColumns(group: u32, thread: u32) {
  let at = place(group, thread);
  var sums = vec2f();
  if (at.x < u.C) {
    for (var n = at.y; n < u.N; n += rowStep) {
      let d = dy[n * u.C + at.x];
      let normal = (x[n * u.C + at.x] - statistics[2u * n]) * statistics[2u * n + 1u];
      sums += vec2f(d * normal, d);
    }
  }
  sums = columnSum(sums, thread);
  if (at.y == 0u && at.x < u.C) {
    dGain[at.x] = sums.x;
    dBias[at.x] = sums.y;
  }
}
fn run(group: u32, thread: u32) {
  if (group < u.forRows) { oneRow(group, thread); } else { someColumns(group - u.forRows, thread); }
}`,
      }),
  );

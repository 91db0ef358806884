/** The sum of every column. */
import { columnPlaces, columnReduction, reduceThreads } from '../../webgpu/reduce.ts';
import { Program } from '../../webgpu/program.ts';

/** x [N, C] → sums [C]; a workgroup takes a few columns and many rows at a time. */
export const columnSumsProgram = new Program({
  name: 'ColumnSums',
  reads: { x: 'f32' },
  writes: { sums: 'f32' },
  uniforms: { N: 'u32', C: 'u32' },
  threads: reduceThreads,
  code: `${columnReduction('total', 'f32')}
${columnPlaces}
fn run(group: u32, thread: u32) {
  let at = place(group, thread);
  var sum = 0.0;
  if (at.x < u.C) {
    for (var n = at.y; n < u.N; n += rowStep) { sum += x[n * u.C + at.x]; }
  }
  sum = total(sum, thread);
  if (at.y == 0u && at.x < u.C) { sums[at.x] = sum; }
}`,
});

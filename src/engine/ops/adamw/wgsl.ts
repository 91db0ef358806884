/** AdamW over all parameters as one vector: the squares of the gradient are summed, then all is updated in place. */
import { reduceThreads, reduction } from '../../webgpu/reduce.ts';
import { Program, remembered } from '../../webgpu/program.ts';

/** Partial sums of squares, at most; each workgroup of the update adds them up for itself. */
const mostParts = reduceThreads;

export const squaresParts = (N: number): number =>
  Math.min(mostParts, Math.ceil(N / (8 * reduceThreads)));

/** g [N] → the sums of squares of `parts` shares of it. */
export const squaresProgram = new Program({
  name: 'SquaredNorm',
  reads: { g: 'f32' },
  writes: { squares: 'f32' },
  uniforms: { N: 'u32', parts: 'u32' },
  threads: reduceThreads,
  code: `${reduction('allSum', reduceThreads, 'sum')}
fn run(group: u32, thread: u32) {
  var sum = 0.0;
  for (var i = group * ${reduceThreads}u + thread; i < u.N; i += u.parts * ${reduceThreads}u) {
    sum += g[i] * g[i];
  }
  sum = allSum(sum, thread);
  if (thread == 0u) { squares[group] = sum; }
}`,
});

/** g and where weight decay applies [N], sums of squares → the norm of g; θ, m and v [N] in place. */
export const adamwProgram = (type: 'f32' | 'vec4f') =>
  remembered(
    `adamw ${type}`,
    () =>
      new Program({
        name: 'AdamW',
        reads: { g: type, decay: type, squares: 'f32' },
        writes: { theta: type, m: type, v: type, norm: 'f32' },
        uniforms: {
          size: 'u32',
          parts: 'u32',
          clip: 'f32',
          beta1: 'f32',
          beta2: 'f32',
          rest1: 'f32',
          rest2: 'f32',
          unbias1: 'f32',
          unbias2: 'f32',
          eta: 'f32',
          keep: 'f32',
          epsilon: 'f32',
        },
        threads: reduceThreads,
        changing: true,
        code: `${reduction('allSum', reduceThreads, 'sum')}
fn run(group: u32, thread: u32) {
  var part = 0.0;
  if (thread < u.parts) { part = squares[thread]; }
  let length = sqrt(allSum(part, thread));
  if (group == 0u && thread == 0u) { norm[0] = length; }
  let factor = select(min(1.0, u.clip / (length + 1e-6)), 1.0, u.clip == 0.0);
  let i = group * ${reduceThreads}u + thread;
  if (i >= u.size) { return; }
  let gradient = g[i] * factor;
  let first = u.beta1 * m[i] + u.rest1 * gradient;
  let second = u.beta2 * v[i] + u.rest2 * gradient * gradient;
  let change = first * u.unbias1 / (sqrt(second * u.unbias2) + u.epsilon);
  m[i] = first;
  v[i] = second;
  theta[i] = theta[i] * mix(${type}(1.0), ${type}(u.keep), decay[i]) - u.eta * change;
}`,
      }),
  );

export const adamwGroups = (size: number): number => Math.ceil(size / reduceThreads);

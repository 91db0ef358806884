/** One step of AdamW on WebGPU, in place. */
import { size, type Info } from '../../replace.ts';
import { element, fours, type Copy, type Gpu } from '../../webgpu/program.ts';
import type { AdamWAttributes } from './fused.ts';
import { adamwGroups, adamwProgram, squaresParts, squaresProgram } from './wgsl.ts';

export function adamw(
  gpu: Gpu,
  inputs: Readonly<Record<string, Info>>,
  { step }: AdamWAttributes,
): Info {
  const { theta, m, v, decay } = inputs as Record<'theta' | 'm' | 'v' | 'decay', Info>;
  const N = size(theta);
  const parts = squaresParts(N);
  const [g, squares, norm] = [gpu.floats([N]), gpu.floats([parts]), gpu.floats([])];
  // A program cannot bind all parameters: their gradients go into one vector, and θ comes out of it.
  const [gather, scatter]: [Copy[], Copy[]] = [[], []];
  for (let index = 0, at = 0; at < 4 * N; index++) {
    const [from, to] = [inputs[`g${index}`]!, inputs[`p${index}`]!];
    const bytes = 4 * size(to);
    gather.push({ from, to: g, at, bytes });
    scatter.push({ from: theta, start: at, to, bytes });
    at += bytes;
  }
  gpu.copy(gather);
  gpu.run(squaresProgram, { g, squares }, { N, parts }, parts);
  const vector = fours(N);
  const count = vector ? N / 4 : N;
  gpu.run(
    adamwProgram(element(vector)),
    { g, decay, squares, theta, m, v, norm },
    { ...step.current, size: count, parts },
    adamwGroups(count),
  );
  gpu.copy(scatter);
  gpu.free(g);
  gpu.free(squares);
  gpu.finishStep();
  return norm;
}

/** Layer normalisation on WebGPU and its gradient. */
import { size, type Info } from '../../replace.ts';
import type { Gpu } from '../../webgpu/program.ts';
import { columnGroups } from '../../webgpu/reduce.ts';
import { layerNormGradientProgram, layerNormProgram, rowGroups } from './wgsl.ts';

export function layerNorm(
  gpu: Gpu,
  { x, gain, bias }: Record<'x' | 'gain' | 'bias', Info>,
): Info[] {
  const C = gain.shape[0]!;
  const N = size(x) / C;
  const [y, statistics] = [gpu.floats(x.shape), gpu.floats([N, 2])];
  gpu.run(layerNormProgram, { x, gain, bias, y, statistics }, { N, C }, rowGroups(N));
  return [y, statistics];
}

export function branchNorm(gpu: Gpu, inputs: Record<'x' | 'gain' | 'bias', Info>): Info[] {
  return [gpu.share(inputs.x), ...layerNorm(gpu, inputs)];
}

export function layerNormGradient(
  gpu: Gpu,
  inputs: Record<'dy' | 'x' | 'gain' | 'statistics', Info> & { dBeside?: Info },
): Info[] {
  const { x, gain, dBeside } = inputs;
  const C = gain.shape[0]!;
  const N = size(x) / C;
  const [dx, dGain, dBias] = [gpu.floats(x.shape), gpu.floats([C]), gpu.floats([C])];
  const forRows = rowGroups(N);
  const groups = forRows + columnGroups(C);
  const program = layerNormGradientProgram(dBeside !== undefined);
  gpu.run(program, { ...inputs, dx, dGain, dBias }, { N, C, forRows }, groups);
  return [dx, dGain, dBias];
}

/** GELU on WebGPU, and its gradient. */
import { size, type Info } from '../../replace.ts';
import { element, fours, type Gpu } from '../../webgpu/program.ts';
import { geluGradientProgram, geluGroups, geluProgram } from './wgsl.ts';

export function gelu(gpu: Gpu, { x }: { x: Info }): Info {
  const y = gpu.floats(x.shape);
  const vector = fours(size(x));
  const count = vector ? size(x) / 4 : size(x);
  gpu.run(geluProgram(element(vector)), { x, y }, { size: count }, geluGroups(count));
  return y;
}

export function geluGradient(gpu: Gpu, { x, dy }: Record<'x' | 'dy', Info>): Info {
  const dx = gpu.floats(x.shape);
  const vector = fours(size(x));
  const count = vector ? size(x) / 4 : size(x);
  const program = geluGradientProgram(element(vector));
  gpu.run(program, { x, dy, dx }, { size: count }, geluGroups(count));
  return dx;
}

/** Dropout on WebGPU. */
import { size, type Info } from '../../replace.ts';
import type { Gpu } from '../../webgpu/program.ts';
import type { DropoutMask } from './fused.ts';
import { dropoutGroups, dropoutProgram } from './wgsl.ts';

export function dropout(gpu: Gpu, { x }: { x: Info }, mask: DropoutMask): Info {
  return run(gpu, { x }, mask);
}

export function addDropped(gpu: Gpu, { x, y }: Record<'x' | 'y', Info>, mask: DropoutMask): Info {
  return run(gpu, { x: y, beside: x }, mask);
}

function run(gpu: Gpu, inputs: { x: Info; beside?: Info }, mask: DropoutMask): Info {
  const y = gpu.floats(inputs.x.shape);
  const [key0, key1] = mask.key.current;
  const { threshold, scale } = mask;
  const uniforms = { size: size(y), key0, key1, threshold, scale };
  const program = dropoutProgram(inputs.beside !== undefined);
  gpu.run(program, { ...inputs, y }, uniforms, dropoutGroups(size(y)));
  return y;
}

/** Dropout on WebGPU. */
import { size, type Info } from '../../replace.ts';
import type { Gpu } from '../../webgpu/program.ts';
import type { DropoutMask } from './fused.ts';
import { dropoutGroups, dropoutProgram } from './wgsl.ts';

export function dropout(gpu: Gpu, { x }: { x: Info }, attrs: DropoutMask): Info {
  const y = gpu.floats(x.shape);
  const [key0, key1] = attrs.key.current;
  const { threshold, scale } = attrs;
  const uniforms = { size: size(x), key0, key1, threshold, scale };
  gpu.run(dropoutProgram, { x, y }, uniforms, dropoutGroups(size(x)));
  return y;
}

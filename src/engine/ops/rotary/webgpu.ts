/** Rotary positions on WebGPU. */
import type { Info } from '../../replace.ts';
import { element, fours, type Gpu } from '../../webgpu/program.ts';
import type { RotaryAttributes } from './fused.ts';
import { rotaryGroups, rotaryProgram } from './wgsl.ts';

export function rotary(
  gpu: Gpu,
  { x, cos: cosines, sin: sines }: Record<'x' | 'cos' | 'sin', Info>,
  attrs: RotaryAttributes,
): Info {
  const { heads, first, direction } = attrs;
  const [B, T, width] = x.shape as [number, number, number];
  const y = gpu.floats(x.shape);
  const vector = fours(width) && fours(cosines.shape[1]!);
  const [W, half] = [width, cosines.shape[1]!].map((n) => (vector ? n / 4 : n)) as [number, number];
  const [N, pairs] = [B * T, heads * half];
  const uniforms = { N, T, W, half, pairs, first, direction };
  const groups = rotaryGroups(N * (W - pairs));
  gpu.run(rotaryProgram(element(vector)), { x, cosines, sines, y }, uniforms, groups);
  return y;
}

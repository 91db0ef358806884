/** The LSTM over a whole sequence on WebGPU, and back. */
import type { Info } from '../../replace.ts';
import { multiply } from '../../webgpu/product.ts';
import type { Gpu } from '../../webgpu/program.ts';
import {
  lstmEndProgram,
  lstmGradientProgram,
  lstmGroups,
  lstmProgram,
  lstmStartGroups,
  lstmStartProgram,
} from './wgsl.ts';

export function lstm(
  gpu: Gpu,
  {
    projected,
    h0,
    c0,
    recurrent,
    real,
  }: Record<'projected' | 'h0' | 'c0' | 'recurrent', Info> & { real?: Info },
): Info[] {
  const [B, T] = projected.shape as [number, number, number];
  const H = h0.shape[1]!;
  const [all, gates] = [gpu.floats([B, T + 1, H]), gpu.floats([B, T, 4 * H])];
  const [h, c, tanhC] = [0, 1, 2].map(() => gpu.floats([B, T, H])) as [Info, Info, Info];
  const start = { size: B * H, T, H };
  gpu.run(lstmStartProgram, { h0, c0, h, c }, start, lstmStartGroups(B * H));
  const tensors: Record<string, Info> = { projected, recurrent, all, gates, h, c, tanhC };
  if (real !== undefined) tensors['real'] = real;
  const program = lstmProgram(real !== undefined);
  for (let t = 0; t < T; t++) gpu.run(program, tensors, { B, T, H, t }, lstmGroups(B, H));
  return [all, gates, h, c, tanhC];
}

export function lstmGradient(
  gpu: Gpu,
  {
    dAll,
    gates,
    h,
    c,
    tanhC,
    recurrent,
    real,
  }: Record<'dAll' | 'gates' | 'h' | 'c' | 'tanhC' | 'recurrent', Info> & { real?: Info },
): Info[] {
  const [B, T, H] = h.shape as [number, number, number];
  const [dz, dRecurrent] = [gpu.floats([B, T, 4 * H]), gpu.floats([H, 4 * H])];
  const [dh0, dc0, carry] = [gpu.floats([B, H]), gpu.floats([B, H]), gpu.floats([2, B, H])];
  const tensors: Record<string, Info> = { dAll, gates, c, tanhC, recurrent, dz, carry };
  if (real !== undefined) tensors['real'] = real;
  const program = lstmGradientProgram(real !== undefined);
  const groups = lstmGroups(B, H);
  for (let t = T - 1; t >= 0; t--) gpu.run(program, tensors, { B, T, H, t }, groups);
  gpu.run(lstmEndProgram, { dz, recurrent, carry, dh0, dc0 }, { B, T, H }, groups);
  gpu.free(carry);
  const factors = { a: h, b: dz, c: dRecurrent };
  multiply(gpu, { ...factors, M: H, N: 4 * H, K: B * T, transposeA: true });
  return [dz, dRecurrent, dh0, dc0];
}

/** The scores of additive attention on WebGPU, and their gradient. */
import type { Info } from '../../replace.ts';
import type { Gpu } from '../../webgpu/program.ts';
import { columnGroups } from '../../webgpu/reduce.ts';
import { columnSumsProgram } from '../linear/wgsl.ts';
import {
  additiveScoresGradientProgram,
  additiveScoresProgram,
  elementGroups,
  scoreGroups,
} from './wgsl.ts';

export function additiveScores(
  gpu: Gpu,
  { query, key, v }: Record<'query' | 'key' | 'v', Info>,
): Info {
  const [B, T, H] = query.shape as [number, number, number];
  const S = key.shape[1]!;
  const scores = gpu.floats([B, T, S]);
  const N = B * T * S;
  gpu.run(additiveScoresProgram, { query, key, v, scores }, { N, T, S, H }, scoreGroups(N));
  return scores;
}

export function additiveScoresGradient(
  gpu: Gpu,
  { dy, query, key, v }: Record<'dy' | 'query' | 'key' | 'v', Info>,
): Info[] {
  const [B, T, H] = query.shape as [number, number, number];
  const S = key.shape[1]!;
  const [dQuery, dKey, dv] = [gpu.floats([B, T, H]), gpu.floats([B, S, H]), gpu.floats([H, 1])];
  const shares = gpu.floats([B, T, H]);
  const forQueries = elementGroups(B * T * H);
  gpu.run(
    additiveScoresGradientProgram,
    { dy, query, key, v, dQuery, dKey, shares },
    { B, T, S, H, forQueries },
    forQueries + elementGroups(B * S * H),
  );
  gpu.run(columnSumsProgram, { x: shares, sums: dv }, { N: B * T, C: H }, columnGroups(H));
  gpu.free(shares);
  return [dQuery, dKey, dv];
}

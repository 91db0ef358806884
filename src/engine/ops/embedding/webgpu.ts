/** Looking rows up on WebGPU, and adding rows of a gradient to those of the table. */
import type { Info } from '../../replace.ts';
import type { Gpu } from '../../webgpu/program.ts';
import {
  embeddingColumns,
  embeddingGradientProgram,
  embeddingGroups,
  embeddingProgram,
} from './wgsl.ts';

export function embedding(gpu: Gpu, { table, ids }: Record<'table' | 'ids', Info>): Info {
  const [[V, C], N] = [table.shape as [number, number], ids.shape[0]!];
  // What comes from JavaScript can be checked; ids that were computed are a choice among V.
  for (const id of gpu.backend.tensorMap.get(ids.dataId).values ?? []) {
    if (id < 0 || id >= V) throw new Error(`There is no row ${id} in a table of ${V}.`);
  }
  const rows = gpu.floats([N, C]);
  const groups = embeddingGroups(N * C);
  gpu.run(embeddingProgram, { table, ids, rows }, { size: N * C, C }, groups);
  return rows;
}

export function embeddingGradient(
  gpu: Gpu,
  { dy, ids }: Record<'dy' | 'ids', Info>,
  { V }: { V: number },
): Info {
  const [N, C] = dy.shape as [number, number];
  const out = gpu.floats([V, C]);
  const across = embeddingColumns(C);
  gpu.run(embeddingGradientProgram, { dy, ids, out }, { N, C, across }, V * across);
  return out;
}

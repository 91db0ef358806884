/** Rows of a buffer on WebGPU, written over where they lie. */
import type { Info } from '../../replace.ts';
import type { Gpu } from '../../webgpu/program.ts';

export function writeRows(
  gpu: Gpu,
  { buffer, rows }: Record<'buffer' | 'rows', Info>,
  { first }: { first: number },
): Info {
  const [B, S, C] = buffer.shape as [number, number, number];
  const bytes = 4 * rows.shape[1]! * C;
  gpu.copy(
    Array.from({ length: B }, (_, b) => {
      return { from: rows, start: b * bytes, to: buffer, at: 4 * (b * S + first) * C, bytes };
    }),
  );
  return gpu.share(buffer);
}

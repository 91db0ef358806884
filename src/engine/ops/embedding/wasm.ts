/** Looking rows up on WASM, and adding rows of a gradient to those of the table. */
import { beforeReplay } from '../../replay.ts';
import type { Info } from '../../replace.ts';
import { float, rowsOf, upTo, type Wasm } from '../../wasm/tensors.ts';

export function embedding(wasm: Wasm, inputs: Record<'table' | 'ids', Info>): Info {
  const [[V, C], N] = [inputs.table.shape as [number, number], inputs.ids.shape[0]!];
  const rows = wasm.floats([N, C]);
  const [table, ids, out] = [wasm.at(inputs.table), wasm.at(inputs.ids), wasm.at(rows)];
  const first = ids / float;
  const check = (): void => {
    // No job writes integers, so these are there.
    const { integers } = wasm.jobs;
    for (let n = 0; n < N; n++) {
      const id = integers[first + n]!;
      if (id < 0 || id >= V) throw new Error(`There is no row ${id} in a table of ${V}.`);
    }
  };
  check();
  beforeReplay(check);
  const high = rowsOf(C);
  wasm.jobs.run('embedding', Math.ceil(N / high), { table, ids, out, N, C, high });
  return rows;
}

export function embeddingGradient(
  wasm: Wasm,
  inputs: Record<'dy' | 'ids', Info>,
  { V }: { V: number },
): Info {
  const [N, C] = inputs.dy.shape as [number, number];
  const gradient = wasm.floats([V, C]);
  const [dy, ids, out] = [wasm.at(inputs.dy), wasm.at(inputs.ids), wasm.at(gradient)];
  const wide = Math.max(16, upTo(C / 4, 16));
  wasm.jobs.run('embeddingGradient', Math.ceil(C / wide), { dy, ids, out, N, C, V, wide });
  return gradient;
}

/** One step of AdamW on WASM, in place: a kernel for the norm, and one for everything else. */
import { size, type Info } from '../../replace.ts';
import { elements, float, type Wasm } from '../../wasm/tensors.ts';
import type { AdamWAttributes } from './fused.ts';

/** Where the pieces of the flat vector lie, as `assembly.ts` reads them. */
function tableOf(wasm: Wasm, inputs: Readonly<Record<string, Info>>): number[] {
  const parameters = Object.keys(inputs).filter((name) => name.startsWith('p')).length;
  const decay = wasm.at(inputs['decay']) / float;
  const table: number[] = [];
  let start = 0;
  for (let index = 0; index < parameters; index++) {
    const [gradient, parameter] = [inputs[`g${index}`]!, inputs[`p${index}`]!];
    const decays = wasm.jobs.floats[decay + start]!;
    table.push(wasm.at(gradient), wasm.at(parameter), start, size(parameter), decays);
    start += size(parameter);
  }
  return table;
}

export function adamw(
  wasm: Wasm,
  inputs: Readonly<Record<string, Info>>,
  { step }: AdamWAttributes,
): Info {
  const [theta, m, v] = [wasm.at(inputs['theta']), wasm.at(inputs['m']), wasm.at(inputs['v'])];
  const N = size(inputs['theta']!);
  const chunks = Math.ceil(N / elements);
  const length = wasm.floats([]);
  const norm = wasm.at(length);
  wasm.jobs.withTable(tableOf(wasm, inputs), (table) => {
    wasm.jobs.withWorkspace(chunks * float, (squares) => {
      const vector = { table, squares, N, wide: elements };
      wasm.jobs.run('squaredNorm', chunks, vector);
      const given = { ...vector, theta, m, v, chunks, norm };
      wasm.jobs.runAnew('adamw', chunks, () => ({ ...given, ...step.current }));
    });
  });
  return length;
}

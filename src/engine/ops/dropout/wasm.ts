/** Dropout on WASM. */
import { size, type Info } from '../../replace.ts';
import { elements, type Wasm } from '../../wasm/tensors.ts';
import type { DropoutMask } from './fused.ts';

export function dropout(wasm: Wasm, inputs: { x: Info }, mask: DropoutMask): Info {
  const { key, threshold, scale } = mask;
  const out = wasm.floats(inputs.x.shape);
  const all = size(out);
  const [x, y] = [wasm.at(inputs.x), wasm.at(out)];
  wasm.jobs.runAnew('dropout', Math.ceil(all / elements), () => {
    const [key0, key1] = key.current;
    return { x, y, size: all, wide: elements, key0, key1, threshold, scale };
  });
  return out;
}

/** TensorFlow.js's product on WASM. */
import { productOf, type Info, type Transposed } from '../../replace.ts';
import { multiply } from '../../wasm/product.ts';
import type { Wasm } from '../../wasm/tensors.ts';

export function batchMatMul(
  wasm: Wasm,
  inputs: Record<'a' | 'b', Info>,
  attributes: Transposed,
): Info | null {
  const product = productOf(inputs.a, inputs.b, attributes);
  if (product === null) return null;
  const out = wasm.floats(product.shape);
  const [a, b, c] = [wasm.at(inputs.a), wasm.at(inputs.b), wasm.at(out)];
  multiply(wasm, { a, b, c, ...product.sizes });
  return out;
}

/** The affine map on WASM and its gradient, made of products. */
import { size, type Info } from '../../replace.ts';
import { multiply } from '../../wasm/product.ts';
import type { Wasm } from '../../wasm/tensors.ts';

export function linear(
  wasm: Wasm,
  { x, weight, bias }: { x: Info; weight: Info; bias?: Info },
): Info {
  const [K, N] = weight.shape as [number, number];
  const M = size(x) / K;
  const y = wasm.floats([...x.shape.slice(0, -1), N]);
  const [a, b, c] = [wasm.at(x), wasm.at(weight), wasm.at(y)];
  multiply(wasm, { a, b, c, bias: wasm.at(bias), M, N, K });
  return y;
}

export function linearGradient(
  wasm: Wasm,
  { dy, x, weight }: Record<'dy' | 'x' | 'weight', Info>,
  { bias }: { bias: boolean },
): Info[] {
  const [I, O] = weight.shape as [number, number];
  const N = size(x) / I;
  const [dx, dWeight] = [wasm.floats(x.shape), wasm.floats([I, O])];
  const a = wasm.at(dy);
  const w = { a, b: wasm.at(weight), c: wasm.at(dx), transposeB: true };
  const dBias = bias ? wasm.floats([O]) : undefined;
  const sums = wasm.at(dBias);
  const v = { a: wasm.at(x), b: a, c: wasm.at(dWeight), transposeA: true, sums };
  multiply(wasm, { ...w, M: N, N: I, K: O }, { ...v, M: I, N: O, K: N });
  return dBias === undefined ? [dx, dWeight] : [dx, dWeight, dBias];
}

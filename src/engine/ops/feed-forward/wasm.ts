/** The feed-forward layer with GELU on WASM: two products, of which the first is finished by GELU. */
import { size, type Info } from '../../replace.ts';
import { multiply } from '../../wasm/product.ts';
import { float, type Wasm } from '../../wasm/tensors.ts';

type Inputs = Record<'x' | 'up' | 'upBias' | 'down' | 'downBias', Info>;

export function feedForward(wasm: Wasm, { x, up, upBias, down, downBias }: Inputs): Info[] {
  const [C, F] = up.shape as [number, number];
  const N = size(x) / C;
  const y = wasm.floats(x.shape);
  const [hidden, slope] = [wasm.floats([N, F]), wasm.floats([N, F])];
  const inner = wasm.at(hidden);
  const finish = { how: 'gelu', slope: wasm.at(slope) } as const;
  const first = { a: wasm.at(x), b: wasm.at(up), c: inner, bias: wasm.at(upBias) };
  multiply(wasm, { ...first, M: N, N: F, K: C, finish });
  const [b, c, bias] = [wasm.at(down), wasm.at(y), wasm.at(downBias)];
  multiply(wasm, { a: inner, b, c, bias, M: N, N: C, K: F });
  return [y, hidden, slope];
}

export function feedForwardGradient(
  wasm: Wasm,
  { dy, x, up, down, hidden, slope }: Record<'dy' | 'x' | 'up' | 'down' | 'hidden' | 'slope', Info>,
): Info[] {
  const [C, F] = up.shape as [number, number];
  const N = size(x) / C;
  const dx = wasm.floats(x.shape);
  const [dUp, dUpBias] = [wasm.floats([C, F]), wasm.floats([F])];
  const [dDown, dDownBias] = [wasm.floats([F, C]), wasm.floats([C])];
  const outer = wasm.at(dy);
  const finish = { how: 'times', slope: wasm.at(slope) } as const;
  wasm.jobs.withWorkspace(N * F * float, (inner) => {
    const toHidden = { a: outer, b: wasm.at(down), c: inner, transposeB: true, finish };
    const ofDown = { a: wasm.at(hidden), b: outer, c: wasm.at(dDown), sums: wasm.at(dDownBias) };
    multiply(
      wasm,
      { ...toHidden, M: N, N: F, K: C },
      { ...ofDown, transposeA: true, M: F, N: C, K: N },
    );
    const toInput = { a: inner, b: wasm.at(up), c: wasm.at(dx), transposeB: true };
    const ofUp = { a: wasm.at(x), b: inner, c: wasm.at(dUp), sums: wasm.at(dUpBias) };
    multiply(
      wasm,
      { ...toInput, M: N, N: C, K: F },
      { ...ofUp, transposeA: true, M: C, N: F, K: N },
    );
  });
  return [dx, dUp, dUpBias, dDown, dDownBias];
}

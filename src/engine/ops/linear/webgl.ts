/** The affine map and its bias's gradient on WebGL. */
import type { Info, Scope } from '../../webgl/program.ts';
import { partialSums, sumOfParts } from '../../webgl/sums.ts';

/** x [N, I], W [I, O], maybe b [O] → [N, O]: TensorFlow.js's own product adds the bias. */
export function linear(
  scope: Scope,
  { x, weight, bias }: Record<'x' | 'weight', Info> & { readonly bias?: Info },
): Info {
  const attributes = { transposeA: false, transposeB: false };
  const factors = { a: x, b: weight };
  if (bias === undefined) return scope.stock('BatchMatMul', factors, attributes);
  return scope.stock('_FusedMatMul', { ...factors, bias }, attributes);
}

/** Up to this many rows one program adds as fast as two. */
const fewRows = 256;

/** x [N, C] → [C] */
export function columnSums(scope: Scope, { x }: Record<'x', Info>): Info {
  const [N, C] = x.shape as [number, number];
  if (N <= fewRows) return sumOfParts(scope, { ...x, shape: [1, N, C] }, 0);
  const code = 'vec4 term(int kind, int row, int column) { return getX(0, row, column); }';
  const parts = partialSums(scope, { inputs: ['x'], kinds: 1, rows: N, columns: C, code }, [x]);
  return sumOfParts(scope, parts, 0);
}

/** Rotary positions on WebGL. */
import { blockProgram, type Info, type Scope } from '../../webgl/program.ts';
import type { RotaryAttributes } from './fused.ts';

/** x [B, T, W], cos and sin [S, D/2] → [B, T, W]. */
export function rotary(
  scope: Scope,
  { x, cos, sin }: Record<'x' | 'cos' | 'sin', Info>,
  { heads, first, direction }: RotaryAttributes,
): Info {
  const half = cos.shape[1]!;
  const program = blockProgram({
    inputs: ['x', 'cosines', 'sines'],
    shape: x.shape,
    uniforms: { first: 'int', direction: 'float' },
    code: `
      // Two rows of a column of x; of a table, at any row.
      vec2 columnOf(vec4 block, int column) { return (column & 1) == 0 ? block.xz : block.yw; }
      vec2 cosinesAt(int row, int pair) {
        return vec2(
          pick(getCosines(0, row, pair), row, pair),
          pick(getCosines(0, row + 1, pair), row + 1, pair)
        );
      }
      vec2 sinesAt(int row, int pair) {
        return vec2(
          pick(getSines(0, row, pair), row, pair),
          pick(getSines(0, row + 1, pair), row + 1, pair)
        );
      }
      vec2 turned(ivec3 at, int column) {
        vec2 own = columnOf(getX(at.x, at.y, column), column);
        if (column >= ${heads * 2 * half}) return own;
        int pair = column % ${half};
        // The other of the pair is after the first half of a head and before the second.
        int side = column / ${half} % 2 == 0 ? 1 : -1;
        int partner = column + side * ${half};
        vec2 other = columnOf(getX(at.x, at.y, partner), partner);
        int position = first + at.y;
        return own * cosinesAt(position, pair) -
          float(side) * direction * other * sinesAt(position, pair);
      }
      vec4 block(ivec3 at) {
        vec2 left = turned(at, at.z);
        vec2 right = turned(at, at.z + 1);
        return vec4(left.x, right.x, left.y, right.y);
      }
    `,
  });
  return scope.run(program, [x, cos, sin], { values: [first, direction], shape: x.shape });
}

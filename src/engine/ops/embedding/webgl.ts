/** Looking up rows, and their gradient, on WebGL. */
import { blockProgram, type Info, type Scope } from '../../webgl/program.ts';

/** table [V, C] and ids [N] → [N, C]. */
export function embedding(scope: Scope, { table, ids }: Record<'table' | 'ids', Info>): Info {
  const [V, C] = table.shape as [number, number];
  // What comes from JavaScript can be checked; ids that were computed are a choice among V.
  for (const id of scope.given(ids)) {
    if (id < 0 || id >= V) throw new Error(`There is no row ${id} in a table of ${V}.`);
  }
  const shape = [ids.shape[0]!, C];
  const program = blockProgram({
    inputs: ['table', 'ids'],
    shape,
    code: `
      vec4 block(ivec3 at) {
        ivec2 id = ivec2(getIds(0, 0, at.y).xy);
        return vec4(
          pickRow(getTable(0, id.x, at.z), id.x),
          pickRow(getTable(0, id.y, at.z), id.y)
        );
      }
    `,
  });
  return scope.run(program, [table, ids], { shape });
}

/** dy [N, C] and ids [N] → [V, C]; every row of the table looks for its own, in order. */
export function embeddingGradient(
  scope: Scope,
  { dy, ids }: Record<'dy' | 'ids', Info>,
  { V }: { readonly V: number },
): Info {
  const [N, C] = dy.shape as [number, number];
  const program = blockProgram({
    inputs: ['dy', 'ids'],
    shape: [V, C],
    code: `
      vec4 block(ivec3 at) {
        vec4 sum = vec4(0.);
        for (int n = 0; n < ${N}; n += 2) {
          ivec2 id = ivec2(getIds(0, 0, n).xy) - at.y;
          if (n + 1 >= ${N}) id.y = -1;
          // Which of the two rows of the table each of the two rows of dy belongs to.
          vec4 own = vec4(equal(id.xyxy, ivec4(0, 0, 1, 1)));
          if (own != vec4(0.)) sum += times(own, getDy(0, n, at.z));
        }
        return sum;
      }
    `,
  });
  return scope.run(program, [dy, ids], { shape: [V, C] });
}

/** Dropout on WebGL. */
import { threefryParity } from '../../../maths/random/threefry.ts';
import { blockProgram, folded, type Info, type Scope } from '../../webgl/program.ts';
import { threefryCode } from './code.ts';
import type { DropoutMask } from './fused.ts';

/** x → x ⊙ mask */
export function dropout(scope: Scope, { x }: Record<'x', Info>, mask: DropoutMask): Info {
  const [, rows, columns] = folded(x.shape);
  const program = blockProgram({
    inputs: ['x'],
    shape: x.shape,
    uniforms: { key0: 'int', key1: 'int', threshold: 'int', scale: 'float' },
    code: `
      uint wordAt(int index) {
        uvec3 key = uvec3(key0, key1, ${threefryParity} ^ key0 ^ key1);
        uvec2 x = uvec2(index >> 1, 0) + key.xy;
        ${threefryCode('key')}
        return (index & 1) == 0 ? x.x : x.y;
      }
      float kept(int index) { return wordAt(index) < uint(threshold) ? 0. : scale; }
      vec4 block(ivec3 at) {
        int index = (at.x * ${rows} + at.y) * ${columns} + at.z;
        int below = index + ${columns};
        vec4 factors = vec4(kept(index), kept(index + 1), kept(below), kept(below + 1));
        return getX(at.x, at.y, at.z) * factors;
      }
    `,
  });
  const [key0, key1] = mask.key.current;
  const values = [key0 | 0, key1 | 0, mask.threshold | 0, mask.scale];
  return scope.run(program, [x], { values, shape: x.shape });
}

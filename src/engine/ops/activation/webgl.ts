/** GELU and its gradient on WebGL. */
import { backend_util } from '@tensorflow/tfjs-core';
import { blockProgram, type Info, type Scope } from '../../webgl/program.ts';

const { ERF_P, ERF_A1, ERF_A2, ERF_A3, ERF_A4, ERF_A5 } = backend_util;

/** Φ(x) by Abramowitz & Stegun 7.1.26, whose error is below 1.5e-7. */
const phi = `
  vec4 phi(vec4 x) {
    vec4 z = abs(x) * ${Math.SQRT1_2};
    vec4 t = 1. / (1. + ${ERF_P} * z);
    vec4 tail = ((((${ERF_A5} * t + ${ERF_A4}) * t + ${ERF_A3}) * t + ${ERF_A2}) * t + ${ERF_A1}) * t;
    return 0.5 + 0.5 * sign(x) * (1. - tail * exp(-z * z));
  }
`;

/** x → x Φ(x) */
export function gelu(scope: Scope, { x }: Record<'x', Info>): Info {
  const program = blockProgram({
    inputs: ['x'],
    shape: x.shape,
    code: `
      ${phi}
      vec4 block(ivec3 at) {
        vec4 x = getX(at.x, at.y, at.z);
        return x * phi(x);
      }
    `,
  });
  return scope.run(program, [x], { shape: x.shape });
}

/** x, dy → dy (Φ(x) + x φ(x)) */
export function geluGradient(scope: Scope, { x, dy }: Record<'x' | 'dy', Info>): Info {
  const program = blockProgram({
    inputs: ['x', 'dy'],
    shape: x.shape,
    code: `
      ${phi}
      vec4 block(ivec3 at) {
        vec4 x = getX(at.x, at.y, at.z);
        vec4 density = ${1 / Math.sqrt(2 * Math.PI)} * exp(-0.5 * x * x);
        return getDy(at.x, at.y, at.z) * (phi(x) + x * density);
      }
    `,
  });
  return scope.run(program, [x, dy], { shape: x.shape });
}

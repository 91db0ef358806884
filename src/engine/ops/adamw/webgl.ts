/**
 * One step of AdamW on WebGL over the flat vector: the gradients are laid out one after the other,
 * then m, v and θ take one program each, and one more makes each parameter from its part of θ.
 */
import * as tf from '@tensorflow/tfjs-core';
import { blockProgram, flatProgram, folded, type Info, type Scope } from '../../webgl/program.ts';
import type { AdamWAttributes } from './fused.ts';

const size = (x: Info) => tf.util.sizeFromShape([...x.shape]);

/** GLSL: reads element `own` of an input of any shape, packed. */
function read(name: string, x: Info): string {
  const [, rows, columns] = folded(x.shape);
  return `
    int row = own / ${columns};
    int column = own - row * ${columns};
    int outer = row / ${rows};
    row -= outer * ${rows};
    return pick(get${name}(outer, row, column), row, column);
  `;
}

/** Tensors of any shapes as one vector; a program reads as many as it may. */
function flatten(scope: Scope, tensors: readonly Info[], packedInputs: boolean): Info {
  const most = Math.min(16, tf.env().getNumber('WEBGL_MAX_TEXTURES_IN_SHADER'));
  const pieces: Info[] = [];
  for (let first = 0; first < tensors.length; first += most) {
    const some = tensors.slice(first, first + most);
    let start = 0;
    const cases = some.map((x, index) => {
      const own = `int own = index - ${start};`;
      start += size(x);
      const value = packedInputs ? read(`X${index}`, x) : `return getX${index}(own);`;
      return `if (index < ${start}) { ${own} ${value} }`;
    });
    const program = flatProgram({
      inputs: some.map((_, index) => `x${index}`),
      size: start,
      packedInputs,
      code: `float element(int index) { ${cases.join('\n')} return 0.; }`,
    });
    pieces.push(scope.run(program, some, { shape: [start] }));
  }
  return pieces.length === 1 ? pieces[0]! : flatten(scope, pieces, false);
}

/** Elements that one fragment adds. */
const run = 128;

/** √Σ x² in as many programs as x has powers of `run`, []. */
function norm(scope: Scope, x: Info): Info {
  let sums = x;
  do {
    const count = size(sums);
    const value = sums === x ? 'x * x' : 'x';
    const left = Math.ceil(count / run);
    const program = flatProgram({
      inputs: ['x'],
      size: left,
      code: `
        float element(int index) {
          float sum = 0.;
          for (int i = index * ${run}; i < min(${count}, (index + 1) * ${run}); i++) {
            float x = getX(i);
            sum += ${value};
          }
          return ${left === 1 ? 'sqrt(sum)' : 'sum'};
        }
      `,
    });
    sums = scope.run(program, [sums], { shape: left === 1 ? [] : [left] });
  } while (size(sums) > 1);
  return sums;
}

/**
 * Changes θ, m, v [N] and the parameters `p0`, `p1`, … in place, given `g0`, `g1`, … and `decay` [N],
 * 1 where weight decay applies; → the norm of g.
 */
export function adamw(
  scope: Scope,
  inputs: Record<string, Info>,
  { step: { current: step } }: AdamWAttributes,
): Info {
  const { theta, m, v, decay } = inputs as Record<'theta' | 'm' | 'v' | 'decay', Info>;
  const count = Object.keys(inputs).filter((name) => name.startsWith('p')).length;
  const all = (letter: string) =>
    Array.from({ length: count }, (_, index) => inputs[`${letter}${index}`]!);
  const parameters = all('p');
  const N = size(theta);
  const g = flatten(scope, all('g'), true);
  const length = norm(scope, g);
  const { beta1, beta2, rest1, rest2, clip } = step;
  const moment = (previous: Info, power: 1 | 2, beta: number, rest: number) => {
    const program = flatProgram({
      inputs: ['moment', 'g', 'length'],
      size: N,
      uniforms: { beta: 'float', rest: 'float', clip: 'float' },
      code: `
        float element(int index) {
          float g = getG(index);
          if (clip > 0.) g *= min(1., clip / (getLength() + 1e-6));
          return beta * getMoment(index) + rest * ${power === 1 ? 'g' : 'g * g'};
        }
      `,
    });
    return scope.run(program, [previous, g, length], {
      values: [beta, rest, clip],
      shape: [N],
    });
  };
  const [nextM, nextV] = [moment(m, 1, beta1, rest1), moment(v, 2, beta2, rest2)];
  const thetaProgram = flatProgram({
    inputs: ['theta', 'm', 'v', 'decay'],
    size: N,
    uniforms: { unbias1: 'float', unbias2: 'float', eta: 'float', keep: 'float', epsilon: 'float' },
    code: `
      float element(int index) {
        float change = getM(index) * unbias1 / (sqrt(getV(index) * unbias2) + epsilon);
        return getTheta(index) * (getDecay(index) > 0.5 ? keep : 1.) - eta * change;
      }
    `,
  });
  const { unbias1, unbias2, eta, keep, epsilon } = step;
  const values = [unbias1, unbias2, eta, keep, epsilon];
  const nextTheta = scope.run(thetaProgram, [theta, nextM, nextV, decay], { values, shape: [N] });
  let offset = 0;
  for (const parameter of parameters) {
    const { shape } = parameter;
    const [, rows, columns] = folded(shape);
    const program = blockProgram({
      inputs: ['theta'],
      shape,
      uniforms: { offset: 'int' },
      packedInputs: false,
      code: `
        float element(int outer, int row, int column) {
          if (row >= ${rows} || column >= ${columns}) return 0.;
          return getTheta(offset + (outer * ${rows} + row) * ${columns} + column);
        }
        vec4 block(ivec3 at) {
          return vec4(
            element(at.x, at.y, at.z), element(at.x, at.y, at.z + 1),
            element(at.x, at.y + 1, at.z), element(at.x, at.y + 1, at.z + 1)
          );
        }
      `,
    });
    scope.replace(parameter, scope.run(program, [nextTheta], { values: [offset], shape }));
    offset += size(parameter);
  }
  // The parameters first: right after a reset they share θ's texture.
  scope.replace(theta, nextTheta);
  scope.replace(m, nextM);
  scope.replace(v, nextV);
  return length;
}

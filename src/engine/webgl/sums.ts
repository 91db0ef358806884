/** Sums over rows in two programs: parts of some rows each, then the parts. No order depends on the device. */
import { blockProgram, type Info, type Scope } from './program.ts';

/** What the parts are computed from. */
export interface Terms {
  readonly inputs: readonly string[];
  /** Independent sums over the same rows, K. */
  readonly kinds: number;
  readonly rows: number;
  readonly columns: number;
  /** `vec4 term(int kind, int row, int column)`: what is added of two rows, as a block. */
  readonly code: string;
}

/** @returns K sums of some of the rows each, [K, P, C] */
export function partialSums(scope: Scope, terms: Terms, inputs: readonly Info[]): Info {
  const { rows: N, columns: C, kinds: K, code } = terms;
  const high = 2 * Math.ceil(Math.sqrt(N) / 2);
  const shape = [K, Math.ceil(N / high), C];
  const program = blockProgram({
    inputs: terms.inputs,
    shape,
    code: `
      ${code}
      vec2 total(int kind, int part, int column) {
        vec2 sum = vec2(0.);
        int end = min(${N}, (part + 1) * ${high});
        for (int row = part * ${high}; row < end; row += 2) {
          vec4 two = term(kind, row, column);
          sum += row + 1 < ${N} ? two.xy + two.zw : two.xy;
        }
        return sum;
      }
      vec4 block(ivec3 at) {
        return vec4(total(at.x, at.y, at.z), total(at.x, at.y + 1, at.z));
      }
    `,
  });
  return scope.run(program, inputs, { shape });
}

/** The sum over the rows of one kind of parts [K, P, C], [C]. */
export function sumOfParts(scope: Scope, parts: Info, kind: number): Info {
  const [, P, C] = parts.shape as [number, number, number];
  const program = blockProgram({
    inputs: ['parts'],
    shape: [C],
    uniforms: { kind: 'int' },
    code: `
      vec4 block(ivec3 at) {
        vec2 sum = vec2(0.);
        for (int row = 0; row < ${P}; row += 2) {
          vec4 two = getParts(kind, row, at.z);
          sum += row + 1 < ${P} ? two.xy + two.zw : two.xy;
        }
        return vec4(sum, 0., 0.);
      }
    `,
  });
  return scope.run(program, [parts], { values: [kind], shape: [C] });
}

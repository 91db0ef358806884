/** Layer normalisation and its gradient on WebGL: a program finds what rows have in common, another uses it. */
import { blockProgram, type Info, type Scope } from '../../webgl/program.ts';
import { partialSums, sumOfParts } from '../../webgl/sums.ts';

/** (x − μ) / σ of a block; the statistics [N, 2] are μ and 1/σ. */
const normal = `
  vec4 normalOf(int row, int column) {
    vec4 statistics = getStatistics(0, row, 0);
    return (getX(0, row, column) - statistics.xxzz) * statistics.yyww;
  }
`;

/** x [N, C], γ [C], β [C] → y [N, C] and the statistics [N, 2]. */
export function layerNorm(scope: Scope, inputs: Record<'x' | 'gain' | 'bias', Info>): Info[] {
  const { x, gain, bias } = inputs;
  const [N, C] = x.shape as [number, number];
  const statisticsProgram = blockProgram({
    inputs: ['x'],
    shape: [N, 2],
    code: `
      vec4 block(ivec3 at) {
        vec2 sum = vec2(0.);
        for (int c = 0; c < ${C}; c += 2) {
          vec4 x = within(getX(0, at.y, c), c, ${C});
          sum += x.xz + x.yw;
        }
        vec2 mean = sum / ${C}.;
        vec2 squares = vec2(0.);
        for (int c = 0; c < ${C}; c += 2) {
          vec4 centred = within(getX(0, at.y, c) - mean.xxyy, c, ${C});
          squares += centred.xz * centred.xz + centred.yw * centred.yw;
        }
        vec2 scale = inversesqrt(squares / ${C}. + 1e-5);
        return vec4(mean.x, scale.x, mean.y, scale.y);
      }
    `,
  });
  const statistics = scope.run(statisticsProgram, [x], { shape: [N, 2] });
  const program = blockProgram({
    inputs: ['x', 'statistics', 'gain', 'bias'],
    shape: [N, C],
    code: `
      ${normal}
      vec4 block(ivec3 at) {
        vec4 gain = getGain(0, 0, at.z).xyxy;
        return normalOf(at.y, at.z) * gain + getBias(0, 0, at.z).xyxy;
      }
    `,
  });
  return [scope.run(program, [x, statistics, gain, bias], { shape: [N, C] }), statistics];
}

/** dy, x, γ and the statistics → dx [N, C], dγ [C], dβ [C]. */
export function layerNormGradient(
  scope: Scope,
  inputs: Record<'dy' | 'x' | 'gain' | 'statistics', Info>,
): Info[] {
  const { dy, x, gain, statistics } = inputs;
  const [N, C] = x.shape as [number, number];
  const meansProgram = blockProgram({
    inputs: ['dy', 'x', 'gain', 'statistics'],
    shape: [N, 2],
    code: `
      ${normal}
      vec4 block(ivec3 at) {
        vec2 plain = vec2(0.);
        vec2 along = vec2(0.);
        for (int c = 0; c < ${C}; c += 2) {
          vec4 d = within(getDy(0, at.y, c) * getGain(0, 0, c).xyxy, c, ${C});
          vec4 product = within(d * normalOf(at.y, c), c, ${C});
          plain += d.xz + d.yw;
          along += product.xz + product.yw;
        }
        return vec4(plain.x, along.x, plain.y, along.y) / ${C}.;
      }
    `,
  });
  const means = scope.run(meansProgram, [dy, x, gain, statistics], { shape: [N, 2] });
  const program = blockProgram({
    inputs: ['dy', 'x', 'gain', 'statistics', 'means'],
    shape: [N, C],
    code: `
      ${normal}
      vec4 block(ivec3 at) {
        vec4 means = getMeans(0, at.y, 0);
        vec4 d = getDy(0, at.y, at.z) * getGain(0, 0, at.z).xyxy;
        vec4 scale = getStatistics(0, at.y, 0).yyww;
        return scale * (d - means.xxzz - normalOf(at.y, at.z) * means.yyww);
      }
    `,
  });
  const dx = scope.run(program, [dy, x, gain, statistics, means], { shape: [N, C] });
  const terms = {
    inputs: ['dy', 'x', 'statistics'],
    kinds: 2,
    rows: N,
    columns: C,
    code: `
      ${normal}
      vec4 term(int kind, int row, int column) {
        vec4 dy = getDy(0, row, column);
        return kind == 0 ? dy * normalOf(row, column) : dy;
      }
    `,
  };
  const parts = partialSums(scope, terms, [dy, x, statistics]);
  return [dx, sumOfParts(scope, parts, 0), sumOfParts(scope, parts, 1)];
}

/**
 * Scores of additive attention and their gradient on WebGL; tanh is computed again in each program
 * that needs it, so that no texture has B T S H numbers.
 *
 * B batch, T target time, S source time, H width.
 */
import { blockProgram, type Info, type Scope } from '../../webgl/program.ts';

interface Sizes {
  readonly B: number;
  readonly T: number;
  readonly S: number;
  readonly H: number;
}

function sizesOf(query: Info, key: Info): Sizes {
  const [B, T, H] = query.shape as [number, number, number];
  return { B, T, S: key.shape[1]!, H };
}

/** query [B, T, H], key [B, S, H], v [H, 1] → [B, T, S]. */
export function additiveScores(
  scope: Scope,
  { query, key, v }: Record<'query' | 'key' | 'v', Info>,
): Info {
  const { B, T, S, H } = sizesOf(query, key);
  const program = blockProgram({
    inputs: ['query', 'key', 'v'],
    shape: [B, T, S],
    code: `
      vec4 block(ivec3 at) {
        vec4 sum = vec4(0.);
        for (int h = 0; h < ${H}; h += 2) {
          vec4 q = getQuery(at.x, at.y, h);
          vec4 k = getKey(at.x, at.z, h);
          vec4 v = getV(0, h, 0);
          sum += v.x * tanhOf(q.xxzz + k.xzxz);
          if (h + 1 < ${H}) sum += v.z * tanhOf(q.yyww + k.ywyw);
        }
        return sum;
      }
    `,
  });
  return scope.run(program, [query, key, v], { shape: [B, T, S] });
}

/** GLSL: `dyOf(example, t, s)`, the gradients of 2 × 2 scores, 0 beyond the last row and column. */
const dyOf = ({ T, S }: Sizes) => `
  vec4 dyOf(int example, int t, int s) {
    vec4 dy = within(getDy(example, t, s), s, ${S});
    return t + 1 < ${T} ? dy : vec4(dy.xy, 0., 0.);
  }
`;

/** The slope of tanh where it is y. */
const slope = 'vec4 slopeOf(vec4 y) { return 1. - y * y; }';

/** dy [B, T, S], query, key and v → dQuery [B, T, H], dKey [B, S, H], dv [H, 1]. */
export function additiveScoresGradient(
  scope: Scope,
  { dy, query, key, v }: Record<'dy' | 'query' | 'key' | 'v', Info>,
): Info[] {
  const sizes = sizesOf(query, key);
  const { B, T, S, H } = sizes;
  const queryProgram = blockProgram({
    inputs: ['dy', 'query', 'key', 'v'],
    shape: [B, T, H],
    code: `
      ${dyOf(sizes)}
      ${slope}
      vec4 block(ivec3 at) {
        vec4 q = getQuery(at.x, at.y, at.z);
        vec4 sum = vec4(0.);
        for (int s = 0; s < ${S}; s += 2) {
          vec4 d = dyOf(at.x, at.y, s);
          vec4 k = getKey(at.x, s, at.z);
          sum += d.xxzz * slopeOf(tanhOf(q + k.xyxy)) + d.yyww * slopeOf(tanhOf(q + k.zwzw));
        }
        return getV(0, at.z, 0).xzxz * sum;
      }
    `,
  });
  const keyProgram = blockProgram({
    inputs: ['dy', 'query', 'key', 'v'],
    shape: [B, S, H],
    code: `
      ${dyOf(sizes)}
      ${slope}
      vec4 block(ivec3 at) {
        vec4 k = getKey(at.x, at.y, at.z);
        vec4 sum = vec4(0.);
        for (int t = 0; t < ${T}; t += 2) {
          vec4 d = dyOf(at.x, t, at.y);
          vec4 q = getQuery(at.x, t, at.z);
          sum += d.xxyy * slopeOf(tanhOf(q.xyxy + k)) + d.zzww * slopeOf(tanhOf(q.zwzw + k));
        }
        return getV(0, at.z, 0).xzxz * sum;
      }
    `,
  });
  return [
    scope.run(queryProgram, [dy, query, key, v], { shape: [B, T, H] }),
    scope.run(keyProgram, [dy, query, key, v], { shape: [B, S, H] }),
    vGradient(scope, { dy, query, key }, sizes),
  ];
}

/** Σ dy tanh(q + k), first over each example, then over the batch, [H, 1]. */
function vGradient(
  scope: Scope,
  { dy, query, key }: Record<'dy' | 'query' | 'key', Info>,
  sizes: Sizes,
): Info {
  const { B, T, S, H } = sizes;
  const sharesProgram = blockProgram({
    inputs: ['dy', 'query', 'key'],
    shape: [B, 1, H],
    code: `
      ${dyOf(sizes)}
      vec4 block(ivec3 at) {
        vec4 sum = vec4(0.);
        for (int t = 0; t < ${T}; t += 2) {
          vec4 q = getQuery(at.x, t, at.z);
          for (int s = 0; s < ${S}; s += 2) {
            vec4 d = dyOf(at.x, t, s);
            vec4 k = getKey(at.x, s, at.z);
            sum += d.xxzz * tanhOf(q + k.xyxy) + d.yyww * tanhOf(q + k.zwzw);
          }
        }
        return vec4(sum.xy + sum.zw, 0., 0.);
      }
    `,
  });
  const shares = scope.run(sharesProgram, [dy, query, key], { shape: [B, 1, H] });
  const sumProgram = blockProgram({
    inputs: ['shares'],
    shape: [H, 1],
    code: `
      vec4 block(ivec3 at) {
        vec2 sum = vec2(0.);
        for (int b = 0; b < ${B}; b++) sum += getShares(b, 0, at.y).xy;
        return vec4(sum.x, 0., sum.y, 0.);
      }
    `,
  });
  return scope.run(sumProgram, [shares], { shape: [H, 1] });
}

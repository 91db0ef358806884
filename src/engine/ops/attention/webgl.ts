/**
 * Multi-head attention and its gradient on WebGL, straight from the projections, without splitting
 * or transposing.
 *
 * B batch, T target time, S source time, C width, H heads, D = C / H.
 */
import { anyColumn, blockProgram, literal, type Info, type Scope } from '../../webgl/program.ts';

export interface AttentionAttributes {
  readonly heads: number;
  readonly causal: boolean;
}

interface Sizes {
  readonly [letter: string]: number;
  readonly B: number;
  readonly T: number;
  readonly S: number;
  readonly C: number;
  readonly H: number;
  readonly D: number;
}

function sizesOf(query: Info, keyValue: Info, H: number): Sizes {
  const [B, T, C] = query.shape as [number, number, number];
  return { B, T, S: keyValue.shape[1]!, C, H, D: C / H };
}

/** What a score is where nothing may be seen: exp of it is exactly 0. */
const hidden = '-1e30';

/** GLSL: `lastSeen(t)`, the last source position that row t or the one after it may see. */
const lastSeen = ({ T, S }: Sizes, causal: boolean) =>
  causal
    ? `int lastSeen(int row) { return min(${S - 1}, row + ${1 + S - T}); }`
    : `int lastSeen(int row) { return ${S - 1}; }`;

/**
 * Products of rows of left [B, T, C] and of one half of keyValue [B, S, 2C] within each head.
 * @returns [B, H, T, S]
 */
function products(
  scope: Scope,
  left: Info,
  keyValue: Info,
  sizes: Sizes,
  half: 'key' | 'value',
  causal: boolean,
  finish: { readonly code: string; readonly inputs: Readonly<Record<string, Info>> },
): Info {
  const { B, T, S, C, H, D } = sizes;
  const shape = [B, H, T, S];
  const program = blockProgram({
    inputs: ['left', 'keyValue', ...Object.keys(finish.inputs)],
    shape,
    code: `
      ${anyColumn('left')}
      ${anyColumn('keyValue')}
      ${lastSeen(sizes, causal)}
      ${finish.code}
      vec4 block(ivec3 at) {
        int example = at.x / ${H};
        int column = (at.x - example * ${H}) * ${D};
        vec4 sum = vec4(0.);
        if (at.z <= lastSeen(at.y)) {
          for (int d = 0; d < ${D}; d += 2) {
            vec4 one = within(leftAt(example, at.y, column + d), d, ${D});
            vec4 other = keyValueAt(example, at.z, column + d + ${half === 'key' ? 0 : C});
            sum += timesTransposed(one, other);
          }
        }
        return finish(sum, example, at.y, at.z);
      }
    `,
  });
  return scope.run(program, [left, keyValue, ...Object.values(finish.inputs)], { shape });
}

/**
 * Sums of rows of one half of keyValue [B, S, 2C], weighted within each head by weights [B, H, T, S].
 * @returns [B, T, C]
 */
function mixture(
  scope: Scope,
  weights: Info,
  keyValue: Info,
  sizes: Sizes,
  half: 'key' | 'value',
  causal: boolean,
): Info {
  const { B, T, C, H, D } = sizes;
  const program = blockProgram({
    inputs: ['weights', 'keyValue'],
    shape: [B, T, C],
    code: `
      ${anyColumn('keyValue')}
      ${lastSeen(sizes, causal)}
      vec4 block(ivec3 at) {
        // The two columns may belong to two heads.
        ivec2 head = at.x * ${H} + min(ivec2(at.z, at.z + 1) / ${D}, ${H - 1});
        vec4 sum = vec4(0.);
        for (int s = 0; s <= lastSeen(at.y); s += 2) {
          vec4 a = getWeights(head.x, at.y, s);
          vec4 b = ${D % 2 === 0 ? 'a' : 'getWeights(head.y, at.y, s)'};
          vec4 value = keyValueAt(at.x, s, at.z + ${half === 'key' ? 0 : C});
          sum += vec4(a.x, b.x, a.z, b.z) * value.xyxy + vec4(a.y, b.y, a.w, b.w) * value.zwzw;
        }
        return sum;
      }
    `,
  });
  return scope.run(program, [weights, keyValue], { shape: [B, T, C] });
}

/** query [B, T, C], key and value side by side [B, S, 2C], maybe real [B, S] → [B, T, C], weights [B, H, T, S]. */
export function attention(
  scope: Scope,
  { query, keyValue, real }: Record<'query' | 'keyValue', Info> & { real?: Info },
  { heads, causal }: AttentionAttributes,
): Info[] {
  const sizes = sizesOf(query, keyValue, heads);
  const { B, T, S, H, D } = sizes;
  const seen = real === undefined ? 'vec2(1.)' : 'pickRow(getReal(0, example, column), example)';
  const later = `
    ivec4 ahead = column - row + ivec4(0, 1, -1, 0);
    for (int i = 0; i < 4; i++) hides[i] = hides[i] || ahead[i] > ${S - T};
  `;
  const scores = products(scope, query, keyValue, sizes, 'key', causal, {
    inputs: real === undefined ? {} : { real },
    code: `
      vec4 finish(vec4 product, int example, int row, int column) {
        bvec4 hides = lessThan(${seen}.xyxy, vec4(0.5));
        ${causal ? later : ''}
        return mix(product * ${literal(1 / Math.sqrt(D))}, vec4(${hidden}), hides);
      }
    `,
  });
  const statisticsProgram = blockProgram({
    inputs: ['scores'],
    shape: [B, H, T, 2],
    code: `
      ${lastSeen(sizes, causal)}
      vec4 block(ivec3 at) {
        int last = lastSeen(at.y);
        vec2 most = getScores(at.x, at.y, 0).xz;
        for (int s = 0; s <= last; s += 2) {
          vec4 z = getScores(at.x, at.y, s);
          most = max(most, s + 1 < ${S} ? max(z.xz, z.yw) : z.xz);
        }
        vec2 sum = vec2(0.);
        for (int s = 0; s <= last; s += 2) {
          vec4 e = within(exp(getScores(at.x, at.y, s) - most.xxyy), s, ${S});
          sum += e.xz + e.yw;
        }
        return vec4(most.x, sum.x, most.y, sum.y);
      }
    `,
  });
  const statistics = scope.run(statisticsProgram, [scores], { shape: [B, H, T, 2] });
  const weightsProgram = blockProgram({
    inputs: ['scores', 'statistics'],
    shape: [B, H, T, S],
    code: `
      vec4 block(ivec3 at) {
        vec4 statistics = getStatistics(at.x, at.y, 0);
        return exp(getScores(at.x, at.y, at.z) - statistics.xxzz) / statistics.yyww;
      }
    `,
  });
  const weights = scope.run(weightsProgram, [scores, statistics], { shape: [B, H, T, S] });
  return [mixture(scope, weights, keyValue, sizes, 'value', causal), weights];
}

/** dy [B, T, C] and what the forward pass read and gave → gradients of query and keyValue. */
export function attentionGradient(
  scope: Scope,
  inputs: Record<'dy' | 'query' | 'keyValue' | 'weights', Info>,
  { heads, causal }: AttentionAttributes,
): Info[] {
  const { dy, query, keyValue, weights } = inputs;
  const sizes = sizesOf(query, keyValue, heads);
  const { B, T, S, H, D } = sizes;
  // w ⊙ dw, which the gradient of the softmax needs twice.
  const weighted = products(scope, dy, keyValue, sizes, 'value', causal, {
    inputs: { weights },
    code: `
      vec4 finish(vec4 product, int example, int row, int column) {
        return product * getWeightsAtOutCoords();
      }
    `,
  });
  const sumsProgram = blockProgram({
    inputs: ['weighted'],
    shape: [B, H, T, 1],
    code: `
      ${lastSeen(sizes, causal)}
      vec4 block(ivec3 at) {
        vec2 sum = vec2(0.);
        for (int s = 0; s <= lastSeen(at.y); s += 2) {
          vec4 x = getWeighted(at.x, at.y, s);
          sum += x.xz + x.yw;
        }
        return sum.xxyy;
      }
    `,
  });
  const sums = scope.run(sumsProgram, [weighted], { shape: [B, H, T, 1] });
  const scoresProgram = blockProgram({
    inputs: ['weighted', 'weights', 'sums'],
    shape: [B, H, T, S],
    code: `
      vec4 block(ivec3 at) {
        vec4 shared = getWeights(at.x, at.y, at.z) * getSums(at.x, at.y, 0).xxzz;
        return (getWeighted(at.x, at.y, at.z) - shared) * ${literal(1 / Math.sqrt(D))};
      }
    `,
  });
  const dScores = scope.run(scoresProgram, [weighted, weights, sums], { shape: [B, H, T, S] });
  const dQuery = mixture(scope, dScores, keyValue, sizes, 'key', causal);
  return [dQuery, keyValueGradient(scope, { dy, query, weights, dScores }, sizes, causal)];
}

/** Each source position gathers from the targets that see it. @returns [B, S, 2C] */
function keyValueGradient(
  scope: Scope,
  { dy, query, weights, dScores }: Record<'dy' | 'query' | 'weights' | 'dScores', Info>,
  { B, T, S, C, H, D }: Sizes,
  causal: boolean,
): Info {
  /** Columns c and c + 1 of one half. */
  const half = (name: string, weights: string, rows: string) => `
    vec4 ${name}(int example, int s, int c) {
      ivec2 head = example * ${H} + min(ivec2(c, c + 1) / ${D}, ${H - 1});
      vec4 sum = vec4(0.);
      for (int t = ${causal ? `max(0, s - ${S - T}) / 2 * 2` : '0'}; t < ${T}; t += 2) {
        vec4 a = ${weights}(head.x, t, s);
        vec4 b = ${D % 2 === 0 ? 'a' : `${weights}(head.y, t, s)`};
        vec4 row = ${rows}(example, t, c);
        sum += vec4(a.x, b.x, a.y, b.y) * row.xyxy + vec4(a.z, b.z, a.w, b.w) * row.zwzw;
      }
      return sum;
    }
  `;
  const shape = [B, S, 2 * C];
  const program = blockProgram({
    inputs: ['dy', 'query', 'weights', 'dScores'],
    shape,
    code: `
      ${anyColumn('dy')}
      ${anyColumn('query')}
      ${half('dKey', 'getDScores', 'queryAt')}
      ${half('dValue', 'getWeights', 'dyAt')}
      vec4 block(ivec3 at) {
        if (at.z + 1 < ${C}) return dKey(at.x, at.y, at.z);
        if (at.z >= ${C}) return dValue(at.x, at.y, at.z - ${C});
        vec4 last = dKey(at.x, at.y, at.z);
        vec4 first = dValue(at.x, at.y, 0);
        return vec4(last.x, first.x, last.z, first.z);
      }
    `,
  });
  return scope.run(program, [dy, query, weights, dScores], { shape });
}

/** Multi-head scaled dot-product attention and its gradient, straight from the projections. */
import { Program, remembered, type Element } from '../../webgpu/program.ts';
import {
  call,
  declare,
  headLoader,
  headStore,
  high,
  limit,
  memory,
  mixed,
  mostParts,
  ofKeys,
  ofQueries,
  ofValues,
  places,
  products,
  row,
  storeAll,
  threads,
  wide,
  type Side,
} from './wgsl-blocks.ts';

export interface AttentionVariant {
  /** Whether D is a multiple of four. */
  readonly vector: boolean;
  /** D in parts of 32. */
  readonly parts: number;
  /** Whether some keys are padding. */
  readonly padded: boolean;
}

/** query [B, T, C], keyValue [B, S, 2C], maybe real [B, S] → output [B, T, C], weights [B, H, T, S]. */
export function attentionProgram({ vector, parts, padded }: AttentionVariant) {
  const type: Element = vector ? 'vec4f' : 'f32';
  const width = Math.min(parts, mostParts);
  const query: Side = { load: 'loadQuery', ...ofQueries };
  const key: Side = { load: 'loadKeyValue', ...ofKeys };
  const value: Side = { load: 'loadKeyValue', ...ofValues };
  return remembered(
    ['attention', vector, parts, padded].join(),
    () =>
      new Program<string, string, 'H' | 'T' | 'S' | 'D' | 'causal' | 'scale' | 'down'>({
        name: 'MultiHeadAttention',
        reads: { query: type, keyValue: type, ...(padded ? { real: 'f32' as const } : {}) },
        writes: { output: type, weights: 'f32' },
        uniforms: {
          H: 'u32',
          T: 'u32',
          S: 'u32',
          D: 'u32',
          causal: 'u32',
          scale: 'f32',
          down: 'u32',
        },
        threads,
        code: `${memory('left', 'right', 'mix')}
var<workgroup> peaks: array<vec2f, ${threads}>;
var<workgroup> sums: array<vec2f, ${threads}>;
${limit}
${headLoader('loadQuery', 'query', vector)}
${headLoader('loadKeyValue', 'keyValue', vector)}
${headStore('storeOutput', 'output', vector)}
fn run(group: u32, thread: u32) {
  let head = group / u.down;
  // The last rows see most and so come first.
  let top = (u.down - 1u - group % u.down) * ${high}u;
  ${places}
  let seen = limit(min(u.T, top + ${high}u) - 1u);
  var peak = vec2f(-3e38);
  var total = vec2f();
  for (var first = 0u; first < seen; first += ${wide}u) {
    ${products('scores', parts, query, key, 'first')}
    for (var i = 0u; i < 2u; i++) {
      let t = top + ty * 2u + i;
      for (var j = 0u; j < 4u; j++) {
        let s = first + tx * 4u + j;
        if (t >= u.T || s >= limit(t)) { continue; }
        let score = ${padded ? 'select(-1e30, scores[i][j] * u.scale, real[b * u.S + s] != 0.0)' : 'scores[i][j] * u.scale'};
        weights[weightBase + t * u.S + s] = score;
        let most = max(peak[i], score);
        total[i] = total[i] * exp(peak[i] - most) + exp(score - most);
        peak[i] = most;
      }
    }
  }
  peaks[thread] = peak;
  sums[thread] = total;
  workgroupBarrier();
  for (var i = 0u; i < 8u; i++) { peak = max(peak, peaks[ty * 8u + i]); }
  total = vec2f();
  for (var i = 0u; i < 8u; i++) {
    total += sums[ty * 8u + i] * exp(peaks[ty * 8u + i] - peak);
  }
  for (var base = 0u; base < ${parts}u; base += ${width}u) {
    let last = base + ${width}u >= ${parts}u;
    ${declare('sum', width)}
    for (var first = 0u; first < seen; first += ${wide}u) {
      workgroupBarrier();
      for (var i = 0u; i < 2u; i++) {
        let t = top + ty * 2u + i;
        var p = vec4f();
        for (var j = 0u; j < 4u; j++) {
          let s = first + tx * 4u + j;
          if (t >= u.T || s >= u.S) { continue; }
          let at = weightBase + t * u.S + s;
          if (s < limit(t)) { p[j] = exp(weights[at] - peak[i]) / total[i]; }
          // The scores stay until they are not needed again.
          if (last) { weights[at] = p[j]; }
        }
        mix[(ty * 2u + i) * ${row}u + tx] = p;
      }
      ${mixed('sum', 'mix', value, 'first', width)}
    }
    ${storeAll('storeOutput', 'sum', ofQueries, width)}
  }
  let rest = (seen + ${wide - 1}u) / ${wide}u * ${wide}u;
  for (var t = top; t < min(u.T, top + ${high}u); t++) {
    for (var s = rest + thread; s < u.S; s += ${threads}u) { weights[weightBase + t * u.S + s] = 0.0; }
  }
}`,
      }),
  );
}

/**
 * dy, query, keyValue, output and weights → dQuery, dKeyValue. With P the weights and
 * δ_t = dO_t · O_t: dS = P ⊙ (dO Vᵀ − δ) / √D, dQ = dS K, dK = dSᵀ Q, dV = Pᵀ dO (Dao et al. 2022).
 * The first `forQueries` groups compute dQ, the others dK and dV; both compute dO Vᵀ for themselves,
 * so that neither waits for the other.
 */
export function attentionGradientProgram({ vector, parts }: Omit<AttentionVariant, 'padded'>) {
  const type: Element = vector ? 'vec4f' : 'f32';
  const width = Math.min(parts, mostParts);
  const query: Side = { load: 'loadQuery', ...ofQueries };
  const dy: Side = { load: 'loadDy', ...ofQueries };
  const output: Side = { load: 'loadOutput', ...ofQueries };
  const key: Side = { load: 'loadKeyValue', ...ofKeys };
  const value: Side = { load: 'loadKeyValue', ...ofValues };
  const delta = (first: string) => `
    {
      var part = 0.0;
      for (var d = thread % 2u * 4u; d < u.D; d += 8u) {
        part += dot(${call(dy, `${first} + thread / 2u`, 'd')}, ${call(output, `${first} + thread / 2u`, 'd')});
      }
      workgroupBarrier();
      deltaParts[thread] = part;
      workgroupBarrier();
    }`;
  const deltaOf = (index: string) =>
    `(deltaParts[2u * (${index})] + deltaParts[2u * (${index}) + 1u])`;
  return remembered(
    ['attention gradient', vector, parts].join(),
    () =>
      new Program({
        name: 'MultiHeadAttentionGradient',
        reads: { dy: type, query: type, keyValue: type, output: type, weights: 'f32' },
        writes: { dQuery: type, dKeyValue: type },
        uniforms: {
          H: 'u32',
          T: 'u32',
          S: 'u32',
          D: 'u32',
          causal: 'u32',
          scale: 'f32',
          forQueries: 'u32',
          queryBlocks: 'u32',
          keyBlocks: 'u32',
        },
        threads,
        code: `${memory('left', 'right', 'mix', 'mixP')}
var<workgroup> deltaParts: array<f32, ${threads}>;
${limit}
${headLoader('loadQuery', 'query', vector)}
${headLoader('loadDy', 'dy', vector)}
${headLoader('loadOutput', 'output', vector)}
${headLoader('loadKeyValue', 'keyValue', vector)}
${headStore('storeQuery', 'dQuery', vector)}
${headStore('storeKeyValue', 'dKeyValue', vector)}
fn queries(group: u32, thread: u32) {
  let head = group / u.queryBlocks;
  let top = (u.queryBlocks - 1u - group % u.queryBlocks) * ${high}u;
  ${places}
  let seen = limit(min(u.T, top + ${high}u) - 1u);
  ${delta('top')}
  let delta = vec2f(${deltaOf('ty * 2u')}, ${deltaOf('ty * 2u + 1u')});
  for (var base = 0u; base < ${parts}u; base += ${width}u) {
    ${declare('sum', width)}
    for (var first = 0u; first < seen; first += ${wide}u) {
      ${products('dP', parts, dy, value, 'first')}
      for (var i = 0u; i < 2u; i++) {
        let t = top + ty * 2u + i;
        var dS = vec4f();
        for (var j = 0u; j < 4u; j++) {
          let s = first + tx * 4u + j;
          if (t < u.T && s < u.S) {
            dS[j] = weights[weightBase + t * u.S + s] * (dP[i][j] - delta[i]) * u.scale;
          }
        }
        mix[(ty * 2u + i) * ${row}u + tx] = dS;
      }
      ${mixed('sum', 'mix', key, 'first', width)}
    }
    ${storeAll('storeQuery', 'sum', ofQueries, width)}
  }
}
fn keys(group: u32, thread: u32) {
  let head = group / u.keyBlocks;
  let top = group % u.keyBlocks * ${high}u;
  ${places}
  // With a causal mask, queries before the first of these keys do not look at any of them.
  let start = select(0u, max(top + u.T, u.S) - u.S, u.causal == 1u);
  for (var base = 0u; base < ${parts}u; base += ${width}u) {
    ${declare('sumK', width)}
    ${declare('sumV', width)}
    for (var first = start; first < u.T; first += ${wide}u) {
      ${delta('first')}
      ${products('dP', parts, value, dy, 'first')}
      for (var i = 0u; i < 2u; i++) {
        let s = top + ty * 2u + i;
        var dS = vec4f();
        var p = vec4f();
        for (var j = 0u; j < 4u; j++) {
          let t = first + tx * 4u + j;
          if (t < u.T && s < u.S) {
            p[j] = weights[weightBase + t * u.S + s];
            dS[j] = p[j] * (dP[i][j] - ${deltaOf('tx * 4u + j')}) * u.scale;
          }
        }
        mix[(ty * 2u + i) * ${row}u + tx] = dS;
        mixP[(ty * 2u + i) * ${row}u + tx] = p;
      }
      ${mixed('sumK', 'mix', query, 'first', width)}
      ${mixed('sumV', 'mixP', dy, 'first', width)}
    }
    ${storeAll('storeKeyValue', 'sumK', ofKeys, width)}
    ${storeAll('storeKeyValue', 'sumV', ofValues, width)}
  }
}
fn run(group: u32, thread: u32) {
  if (group < u.forQueries) { queries(group, thread); } else { keys(group - u.forQueries, thread); }
}`,
      }),
  );
}

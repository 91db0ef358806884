/**
 * Multi-head scaled dot-product attention and its gradient, straight from the projections.
 *
 * A workgroup has 64 threads and takes 16 positions of one head of one example. It goes through the
 * positions on the other side 32 at a time, and through the width D of a head 32 numbers at a time;
 * a thread has two rows and four columns of what is being computed. What a causal mask hides is
 * passed over.
 */
import { Program, remembered, type Element } from '../../webgpu/program.ts';

const threads = 64;
/** Positions of a workgroup, and those on the other side at a time. */
const high = 16;
const wide = 32;
/** Numbers of four of a row in workgroup memory, one of them padding. */
const row = 9;
/** Parts of D that a thread has results for at a time. */
const mostParts = 4;

export interface AttentionVariant {
  /** Whether D is a multiple of four. */
  readonly vector: boolean;
  /** D in parts of 32. */
  readonly parts: number;
  /** Whether some keys are padding. */
  readonly padded: boolean;
}

const lines = (count: number, line: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => line(index)).join('\n');

/** fn(base, stride, rows, position, d): four numbers of a head's row, 0 outside it. */
function headLoader(name: string, buffer: string, vector: boolean): string {
  const header = `fn ${name}(base: u32, stride: u32, rows: u32, position: u32, d: u32) -> vec4f {`;
  if (vector) {
    return `${header}
  if (position < rows && d < u.D) { return ${buffer}[(base + position * stride + d) / 4u]; }
  return vec4f();
}`;
  }
  return `${header}
  var value = vec4f();
  if (position < rows) {
    let at = base + position * stride + d;
    ${lines(4, (j) => `if (d + ${j}u < u.D) { value[${j}] = ${buffer}[at + ${j}u]; }`)}
  }
  return value;
}`;
}

/** fn(base, stride, rows, position, d, value): the other way round. */
function headStore(name: string, buffer: string, vector: boolean): string {
  const header = `fn ${name}(base: u32, stride: u32, rows: u32, position: u32, d: u32, value: vec4f) {`;
  const at = 'base + position * stride + d';
  return vector
    ? `${header}
  if (position < rows && d < u.D) { ${buffer}[(${at}) / 4u] = value; }
}`
    : `${header}
  if (position < rows) {
    ${lines(4, (j) => `if (d + ${j}u < u.D) { ${buffer}[${at} + ${j}u] = value[${j}]; }`)}
  }
}`;
}

/** A side of a product: how to load it, and the names of its base, row stride and number of rows. */
interface Side {
  readonly load: string;
  readonly base: string;
  readonly stride: string;
  readonly rows: string;
}

const call = ({ load, base, stride, rows }: Side, position: string, d: string): string =>
  `${load}(${base}, ${stride}, ${rows}, ${position}, ${d})`;

/** Puts 32 rows of one part of D into `right`. */
const fillRight = (side: Side, first: string, part: string): string =>
  lines(
    (wide * 8) / threads,
    (i) =>
      `{ let i = thread + ${i * threads}u; right[i / 8u * ${row}u + i % 8u] = ${call(side, `${first} + i / 8u`, `${part} * 32u + i % 8u * 4u`)}; }`,
  );

/** `var <name>: mat2x4f`: this thread's part of 16 rows from `top` times 32 rows from `first`, over D. */
const products = (name: string, parts: number, left: Side, right: Side, first: string): string => `
  var ${name} = mat2x4f();
  for (var part = 0u; part < ${parts}u; part++) {
    workgroupBarrier();
    ${lines(
      (high * 8) / threads,
      (i) =>
        `{ let i = thread + ${i * threads}u; left[i / 8u * ${row}u + i % 8u] = ${call(left, 'top + i / 8u', 'part * 32u + i % 8u * 4u')}; }`,
    )}
    ${fillRight(right, first, 'part')}
    workgroupBarrier();
    for (var q = 0u; q < 8u; q++) {
      ${lines(2, (i) => `let a${i} = left[(ty * 2u + ${i}u) * ${row}u + q];`)}
      ${lines(4, (j) => `let b${j} = right[(tx * 4u + ${j}u) * ${row}u + q];`)}
      ${lines(2, (i) => `${name}[${i}] += vec4f(dot(a${i}, b0), dot(a${i}, b1), dot(a${i}, b2), dot(a${i}, b3));`)}
    }
  }`;

/** Adds to `<sum>0_0` …: the 16 × 32 numbers in `mix` times 32 rows from `first`, in some parts of D. */
const mixed = (sum: string, mix: string, right: Side, first: string, parts: number): string =>
  lines(
    parts,
    (part) => `
    workgroupBarrier();
    ${fillRight(right, first, `(base + ${part}u)`)}
    workgroupBarrier();
    for (var q = 0u; q < 8u; q++) {
      ${lines(2, (i) => `let a${i} = ${mix}[(ty * 2u + ${i}u) * ${row}u + q];`)}
      ${lines(4, (j) => `let b${j} = right[(4u * q + ${j}u) * ${row}u + tx];`)}
      ${lines(2, (i) => lines(4, (j) => `${sum}${part}_${i} = fma(vec4f(a${i}[${j}]), b${j}, ${sum}${part}_${i});`))}
    }`,
  );

const declare = (sum: string, parts: number): string =>
  lines(parts, (part) => `var ${sum}${part}_0 = vec4f(); var ${sum}${part}_1 = vec4f();`);

const storeAll = (store: string, sum: string, to: Omit<Side, 'load'>, parts: number): string =>
  lines(parts, (part) =>
    lines(
      2,
      (i) =>
        `${store}(${to.base}, ${to.stride}, ${to.rows}, top + ty * 2u + ${i}u, (base + ${part}u) * 32u + tx * 4u, ${sum}${part}_${i});`,
    ),
  );

/** Where the rows of a head are: of Q, O and their gradients, of K, of V and of theirs. */
const places = `
  let C = u.H * u.D;
  let b = head / u.H;
  let queryBase = b * u.T * C + head % u.H * u.D;
  let keyBase = b * u.S * 2u * C + head % u.H * u.D;
  let valueBase = keyBase + C;
  let weightBase = head * u.T * u.S;
  let ty = thread / 8u;
  let tx = thread % 8u;`;
const ofQueries = { base: 'queryBase', stride: 'C', rows: 'u.T' };
const ofKeys = { base: 'keyBase', stride: '2u * C', rows: 'u.S' };
const ofValues = { base: 'valueBase', stride: '2u * C', rows: 'u.S' };

/** `fn limit(t)`: how many keys query t may see. Query t stands at position S − T + t. */
const limit = `
fn limit(t: u32) -> u32 { return select(u.S, min(u.S, u.S + t + 1u - u.T), u.causal == 1u); }`;

const memory = (...names: readonly string[]): string =>
  names
    .map((name) => {
      const rows = name === 'right' ? wide : high;
      return `var<workgroup> ${name}: array<vec4f, ${rows * row}>;`;
    })
    .join('\n');

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
          ...{ H: 'u32', T: 'u32', S: 'u32', D: 'u32', causal: 'u32', scale: 'f32', down: 'u32' },
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
          ...{ H: 'u32', T: 'u32', S: 'u32', D: 'u32', causal: 'u32', scale: 'f32' },
          ...{ forQueries: 'u32', queryBlocks: 'u32', keyBlocks: 'u32' },
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

/** Workgroups that so many positions of one head take. */
export const attentionBlocks = (positions: number): number => Math.ceil(positions / high);
/** D in parts of 32. */
export const attentionParts = (D: number): number => Math.ceil(D / 32);

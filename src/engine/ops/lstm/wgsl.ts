/**
 * One time step of the LSTM in one dispatch, forward and backward.
 *
 * B batch, T time, H hidden; i, f, g, o the four gates. A workgroup takes a tile of 8 rows of the
 * batch × 16 hidden units. Its 256 threads are four slices, which share out the inner dimension of
 * the product with the recurrent weights and are added up in a fixed order; a thread of a slice has
 * two rows of one unit. The weights pass through workgroup memory as numbers of four, one for each
 * gate: forward they multiply h and give the four gates' sums, backward the gradients of the sums,
 * which add up to that of h.
 */
import { Program, remembered } from '../../webgpu/program.ts';
import { bounded } from '../../webgpu/tanh.ts';

const rows = 8;
const columns = 16;
const slices = 4;
/** How much of the inner dimension a slice has in workgroup memory at a time. */
const deep = 8;
const lanes = (rows / 2) * columns;

/** Workgroups of a step. */
export const lstmGroups = (B: number, H: number): number =>
  Math.ceil(B / rows) * Math.ceil(H / columns);

const activations = `${bounded}
fn logistic(x: f32) -> f32 { return 1.0 / (1.0 + exp(-x)); }`;

interface Parts {
  /** `fn left(b, k)`, a row's factor, of this type; 0 outside. */
  readonly type: 'f32' | 'vec4f';
  /** The place among 128 from which a lane fetches weights, so that neighbours read neighbours. */
  readonly place: (index: string) => { readonly k: string; readonly column: string };
}

/**
 * `fn product(b0, j0, rounds, thread) -> vec4f`: Σ left(b, k) weight(k, j) over k, for threads below
 * 128 and their place in the tile, which `row(thread)` and `column(thread)` say.
 */
function productCode({ type, place }: Parts): string {
  const [first, second] = [place('lane'), place(`(lane + ${lanes}u)`)];
  return `
var<workgroup> weights: array<vec4f, ${slices * deep * columns}>;
var<workgroup> factors: array<${type}, ${slices * deep * rows}>;
fn column(thread: u32) -> u32 { return thread % ${columns}u; }
fn row(thread: u32) -> u32 { return thread / ${columns}u; }
fn product(b0: u32, j0: u32, rounds: u32, thread: u32) -> vec4f {
  let slice = thread / ${lanes}u;
  let lane = thread % ${lanes}u;
  let home = slice * ${deep * columns}u;
  let own = slice * ${deep * rows}u;
  var upper = vec4f();
  var lower = vec4f();
  for (var round = 0u; round <= rounds; round++) {
    // The next part is on its way while the last one is multiplied.
    let k = (round * ${slices}u + slice) * ${deep}u;
    let first = weight(k + ${first.k}, j0 + ${first.column});
    let second = weight(k + ${second.k}, j0 + ${second.column});
    let factor = left(b0 + lane / ${deep}u, k + lane % ${deep}u);
    if (round > 0u) {
      for (var q = 0u; q < ${deep}u; q++) {
        let w = weights[home + q * ${columns}u + column(lane)];
        upper += factors[own + row(lane) * ${deep}u + q] * w;
        lower += factors[own + (row(lane) + ${rows / 2}u) * ${deep}u + q] * w;
      }
    }
    workgroupBarrier();
    weights[home + ${first.k} * ${columns}u + ${first.column}] = first;
    weights[home + ${second.k} * ${columns}u + ${second.column}] = second;
    factors[own + lane] = factor;
    workgroupBarrier();
  }
  weights[slice * ${2 * lanes}u + lane] = upper;
  weights[slice * ${2 * lanes}u + ${lanes}u + lane] = lower;
  workgroupBarrier();
  var sum = vec4f();
  if (thread < ${2 * lanes}u) {
    for (var s = 0u; s < ${slices}u; s++) { sum += weights[s * ${2 * lanes}u + thread]; }
  }
  return sum;
}
const tile = ${2 * lanes}u;
fn firstRow(group: u32) -> u32 { return group / ((u.H + ${columns - 1}u) / ${columns}u) * ${rows}u; }
fn firstColumn(group: u32) -> u32 { return group % ((u.H + ${columns - 1}u) / ${columns}u) * ${columns}u; }
fn allRounds() -> u32 { return (u.H + ${slices * deep - 1}u) / ${slices * deep}u; }`;
}

/** Whether a row has not yet ended; the buffer `real` [B, T] is there where something is padding. */
const running = (padded: boolean): string =>
  `fn running(at: u32) -> bool { return ${padded ? 'real[at] > 0.5' : 'true'}; }`;

/** h₀ and c₀ [B, H] to the first time of h and c [B, T, H]. */
export const lstmStartProgram = new Program({
  name: 'LstmStart',
  reads: { h0: 'f32', c0: 'f32' },
  writes: { h: 'f32', c: 'f32' },
  uniforms: { size: 'u32', T: 'u32', H: 'u32' },
  threads: 64,
  code: `
fn run(group: u32, thread: u32) {
  let at = group * 64u + thread;
  if (at >= u.size) { return; }
  let to = at / u.H * u.T * u.H + at % u.H;
  h[to] = h0[at];
  c[to] = c0[at];
}`,
});

export const lstmStartGroups = (size: number): number => Math.ceil(size / 64);

/**
 * Step t: reads h and c at t; writes the gates and tanh c at t, h and c at t + 1, and `all`
 * [B, T + 1, H], every h and at the end the last c.
 */
export function lstmProgram(padded: boolean) {
  const padding: Readonly<Record<string, 'f32'>> = padded ? { real: 'f32' } : {};
  return remembered(
    `lstm ${padded}`,
    () =>
      new Program<string, string, 'B' | 'T' | 'H' | 't'>({
        name: 'Lstm',
        reads: { projected: 'f32', recurrent: 'f32', ...padding },
        writes: { all: 'f32', gates: 'f32', h: 'f32', c: 'f32', tanhC: 'f32' },
        uniforms: { B: 'u32', T: 'u32', H: 'u32', t: 'u32' },
        threads: slices * lanes,
        code: `${activations}
${running(padded)}
fn weight(k: u32, j: u32) -> vec4f {
  if (k >= u.H || j >= u.H) { return vec4f(); }
  let at = k * 4u * u.H + j;
  return vec4f(
    recurrent[at], recurrent[at + u.H], recurrent[at + 2u * u.H], recurrent[at + 3u * u.H],
  );
}
fn left(b: u32, k: u32) -> f32 {
  if (b >= u.B || k >= u.H) { return 0.0; }
  return h[(b * u.T + u.t) * u.H + k];
}
${productCode({
  type: 'f32',
  place: (index) => ({ k: `${index} / ${columns}u`, column: `${index} % ${columns}u` }),
})}
fn run(group: u32, thread: u32) {
  let b0 = firstRow(group);
  let j0 = firstColumn(group);
  var z = product(b0, j0, allRounds(), thread);
  let b = b0 + row(thread);
  let j = j0 + column(thread);
  if (thread >= tile || b >= u.B || j >= u.H) { return; }
  let time = b * u.T + u.t;
  let at = time * u.H + j;
  let gate = time * 4u * u.H + j;
  z += vec4f(
    projected[gate], projected[gate + u.H], projected[gate + 2u * u.H], projected[gate + 3u * u.H],
  );
  let i = logistic(z.x);
  let f = logistic(z.y);
  let g = bounded(z.z);
  let o = logistic(z.w);
  gates[gate] = i;
  gates[gate + u.H] = f;
  gates[gate + 2u * u.H] = g;
  gates[gate + 3u * u.H] = o;
  let cell = f * c[at] + i * g;
  let shown = bounded(cell);
  tanhC[at] = shown;
  let runs = running(time);
  let nextC = select(c[at], cell, runs);
  let nextH = select(h[at], o * shown, runs);
  let out = (b * (u.T + 1u) + u.t) * u.H + j;
  all[out] = nextH;
  if (u.t + 1u < u.T) {
    h[at + u.H] = nextH;
    c[at + u.H] = nextC;
  } else {
    all[out + u.H] = nextC;
  }
}`,
      }),
  );
}

/** dz at a time, and U the other way round: the factors of dh = dz Uᵀ. */
const backward = (time: string) => `
fn weight(k: u32, j: u32) -> vec4f {
  if (k >= u.H || j >= u.H) { return vec4f(); }
  let at = j * 4u * u.H + k;
  return vec4f(
    recurrent[at], recurrent[at + u.H], recurrent[at + 2u * u.H], recurrent[at + 3u * u.H],
  );
}
fn left(b: u32, k: u32) -> vec4f {
  if (b >= u.B || k >= u.H) { return vec4f(); }
  let at = (b * u.T + ${time}) * 4u * u.H + k;
  return vec4f(dz[at], dz[at + u.H], dz[at + 2u * u.H], dz[at + 3u * u.H]);
}
${productCode({
  type: 'vec4f',
  place: (index) => ({ k: `${index} % ${deep}u`, column: `${index} / ${deep}u` }),
})}`;

/**
 * Step t on the way back: dh from what is received and from dz at t + 1, then dz at t [B, T, 4H].
 * `carry` [2, B, H] has the gradient of c, and that of h where a row was held.
 */
export function lstmGradientProgram(padded: boolean) {
  const padding: Readonly<Record<string, 'f32'>> = padded ? { real: 'f32' } : {};
  return remembered(
    `lstm gradient ${padded}`,
    () =>
      new Program<string, string, 'B' | 'T' | 'H' | 't'>({
        name: 'LstmGradient',
        reads: { dAll: 'f32', gates: 'f32', c: 'f32', tanhC: 'f32', recurrent: 'f32', ...padding },
        writes: { dz: 'f32', carry: 'f32' },
        uniforms: { B: 'u32', T: 'u32', H: 'u32', t: 'u32' },
        threads: slices * lanes,
        code: `${running(padded)}
${backward('u.t + 1u')}
fn run(group: u32, thread: u32) {
  let b0 = firstRow(group);
  let j0 = firstColumn(group);
  let last = u.t + 1u == u.T;
  let sum = product(b0, j0, select(allRounds(), 0u, last), thread);
  let b = b0 + row(thread);
  let j = j0 + column(thread);
  if (thread >= tile || b >= u.B || j >= u.H) { return; }
  let time = b * u.T + u.t;
  let at = time * u.H + j;
  let gate = time * 4u * u.H + j;
  let cAt = b * u.H + j;
  let hAt = cAt + u.B * u.H;
  let received = (b * (u.T + 1u) + u.t) * u.H + j;
  var dh = dAll[received];
  var dc: f32;
  if (last) {
    dc = dAll[received + u.H];
  } else {
    dh += sum.x + sum.y + sum.z + sum.w + carry[hAt];
    dc = carry[cAt];
  }
  if (!running(time)) {
    // The state was held: the gradient passes straight to the step before.
    for (var one = 0u; one < 4u; one++) { dz[gate + one * u.H] = 0.0; }
    carry[cAt] = dc;
    carry[hAt] = dh;
    return;
  }
  let i = gates[gate];
  let f = gates[gate + u.H];
  let g = gates[gate + 2u * u.H];
  let o = gates[gate + 3u * u.H];
  let shown = tanhC[at];
  let dCell = dc + dh * o * (1.0 - shown * shown);
  dz[gate] = dCell * g * i * (1.0 - i);
  dz[gate + u.H] = dCell * c[at] * f * (1.0 - f);
  dz[gate + 2u * u.H] = dCell * i * (1.0 - g * g);
  dz[gate + 3u * u.H] = dh * shown * o * (1.0 - o);
  carry[cAt] = dCell * f;
  carry[hAt] = 0.0;
}`,
      }),
  );
}

/** What reaches the state before the first step: dh₀ and dc₀ [B, H]. */
export const lstmEndProgram = new Program({
  name: 'LstmGradientEnd',
  reads: { dz: 'f32', recurrent: 'f32', carry: 'f32' },
  writes: { dh0: 'f32', dc0: 'f32' },
  uniforms: { B: 'u32', T: 'u32', H: 'u32' },
  threads: slices * lanes,
  code: `${backward('0u')}
fn run(group: u32, thread: u32) {
  let b0 = firstRow(group);
  let j0 = firstColumn(group);
  let sum = product(b0, j0, allRounds(), thread);
  let b = b0 + row(thread);
  let j = j0 + column(thread);
  if (thread >= tile || b >= u.B || j >= u.H) { return; }
  let at = b * u.H + j;
  dh0[at] = sum.x + sum.y + sum.z + sum.w + carry[at + u.B * u.H];
  dc0[at] = carry[at];
}`,
});

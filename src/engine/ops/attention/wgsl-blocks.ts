/**
 * What the programs of multi-head attention are made of.
 *
 * A workgroup has 64 threads and takes 16 positions of one head of one example. It goes through the
 * positions on the other side 32 at a time, and through the width D of a head 32 numbers at a time;
 * a thread has two rows and four columns of what is being computed. What a causal mask hides is
 * passed over.
 */
export const threads = 64;
/** Positions of a workgroup, and those on the other side at a time. */
export const high = 16;
export const wide = 32;
/** Numbers of four of a row in workgroup memory, one of them padding. */
export const row = 9;
/** Parts of D that a thread has results for at a time. */
export const mostParts = 4;

const lines = (count: number, line: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => line(index)).join('\n');

/** fn(base, stride, rows, position, d): four numbers of a head's row, 0 outside it. */
export function headLoader(name: string, buffer: string, vector: boolean): string {
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
export function headStore(name: string, buffer: string, vector: boolean): string {
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
export interface Side {
  readonly load: string;
  readonly base: string;
  readonly stride: string;
  readonly rows: string;
}

export const call = ({ load, base, stride, rows }: Side, position: string, d: string): string =>
  `${load}(${base}, ${stride}, ${rows}, ${position}, ${d})`;

/** Puts 32 rows of one part of D into `right`. */
const fillRight = (side: Side, first: string, part: string): string =>
  lines(
    (wide * 8) / threads,
    (i) =>
      `{ let i = thread + ${i * threads}u; right[i / 8u * ${row}u + i % 8u] = ${call(side, `${first} + i / 8u`, `${part} * 32u + i % 8u * 4u`)}; }`,
  );

/** `var <name>: mat2x4f`: this thread's part of 16 rows from `top` times 32 rows from `first`, over D. */
export const products = (
  name: string,
  parts: number,
  left: Side,
  right: Side,
  first: string,
): string => `
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
export const mixed = (
  sum: string,
  mix: string,
  right: Side,
  first: string,
  parts: number,
): string =>
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

export const declare = (sum: string, parts: number): string =>
  lines(parts, (part) => `var ${sum}${part}_0 = vec4f(); var ${sum}${part}_1 = vec4f();`);

export const storeAll = (
  store: string,
  sum: string,
  to: Omit<Side, 'load'>,
  parts: number,
): string =>
  lines(parts, (part) =>
    lines(
      2,
      (i) =>
        `${store}(${to.base}, ${to.stride}, ${to.rows}, top + ty * 2u + ${i}u, (base + ${part}u) * 32u + tx * 4u, ${sum}${part}_${i});`,
    ),
  );

/** Where the rows of a head are: of Q, O and their gradients, of K, of V and of theirs. */
export const places = `
  let C = u.H * u.D;
  let b = head / u.H;
  let queryBase = b * u.T * C + head % u.H * u.D;
  let keyBase = b * u.S * 2u * C + head % u.H * u.D;
  let valueBase = keyBase + C;
  let weightBase = head * u.T * u.S;
  let ty = thread / 8u;
  let tx = thread % 8u;`;
export const ofQueries = { base: 'queryBase', stride: 'C', rows: 'u.T' };
export const ofKeys = { base: 'keyBase', stride: '2u * C', rows: 'u.S' };
export const ofValues = { base: 'valueBase', stride: '2u * C', rows: 'u.S' };

/** `fn limit(t)`: how many keys query t may see. Query t stands at position S − T + t. */
export const limit = `
fn limit(t: u32) -> u32 { return select(u.S, min(u.S, u.S + t + 1u - u.T), u.causal == 1u); }`;

export const memory = (...names: readonly string[]): string =>
  names
    .map((name) => {
      const rows = name === 'right' ? wide : high;
      return `var<workgroup> ${name}: array<vec4f, ${rows * row}>;`;
    })
    .join('\n');

/** Workgroups that so many positions of one head take. */
export const attentionBlocks = (positions: number): number => Math.ceil(positions / high);
/** D in parts of 32. */
export const attentionParts = (D: number): number => Math.ceil(D / 32);

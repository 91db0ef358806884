/**
 * The product of two matrices in WGSL, of any size and either layout of each factor; what linear
 * maps and their gradients are made of.
 *
 * A workgroup computes one tile of the result. Its 256 threads are one or more slices, which share
 * out the inner dimension and are added up at the end in a fixed order; a thread of a slice has
 * `rows` × 4 results in registers. Both factors pass through workgroup memory, four numbers at a
 * time where rows lie at multiples of four, and the next part is fetched while one is multiplied.
 */

interface Tile {
  readonly high: number;
  readonly wide: number;
  /** Rows of a thread. */
  readonly rows: number;
  /** How much of the inner dimension is in workgroup memory at a time. */
  readonly deep: number;
  readonly slices: number;
}

/** `large` where that makes enough tiles to fill a GPU, `flat` for a few rows, otherwise `small`. */
export const tiles = {
  large: { high: 64, wide: 64, rows: 4, deep: 16, slices: 1 },
  small: { high: 32, wide: 32, rows: 4, deep: 8, slices: 4 },
  flat: { high: 8, wide: 32, rows: 1, deep: 8, slices: 4 },
} as const satisfies Record<string, Tile>;

export type TileName = keyof typeof tiles;

export const productThreads = 256;

/** Tiles that keep a large GPU busy. */
const enough = 96;

export function chooseTile(M: number, N: number, batch = 1): TileName {
  if (M <= tiles.flat.high) return 'flat';
  const { high, wide } = tiles.large;
  return M > tiles.small.high &&
    N > tiles.small.wide &&
    batch * Math.ceil(M / high) * Math.ceil(N / wide) >= enough
    ? 'large'
    : 'small';
}

export function tilesOf(name: TileName, M: number, N: number): { across: number; down: number } {
  const { high, wide } = tiles[name];
  return { across: Math.ceil(N / wide), down: Math.ceil(M / high) };
}

/** A factor or the result: its buffer, and whether its rows lie at multiples of four numbers. */
export interface Matrix {
  readonly buffer: string;
  readonly vector: boolean;
}

export interface ProductSpec {
  /** Of the function, and the start of the names of its uniforms. */
  readonly name: string;
  readonly tile: TileName;
  /** A [M, K], or [K, M] where transposed. */
  readonly a: Matrix & { readonly transposed: boolean };
  /** B [K, N], or [N, K] where transposed. */
  readonly b: Matrix & { readonly transposed: boolean };
  /** C [M, N]. */
  readonly c: Matrix;
  /** A buffer [N] that is added to every row of C. */
  readonly bias?: string;
  /** A buffer [N] for the sums of the columns of B, which must not be transposed. */
  readonly sums?: string;
  /** Statements that do with a result, one number or four, what is done in place of writing it to C. */
  readonly store?: (at: string, value: string) => string;
}

/** The uniforms that a product reads, under its name. */
export function productUniforms(name: string): Record<string, 'u32'> {
  const fields = ['M', 'N', 'K', 'Across', 'Down', 'OwnA', 'OwnB'];
  return Object.fromEntries(fields.map((field) => [name + field, 'u32' as const]));
}

/** Numbers of four of workgroup memory that the products of a program share. */
export function productMemory(specs: readonly ProductSpec[]): string {
  const size = ({ tile, sums }: ProductSpec): number => {
    const { slices, rows } = tiles[tile];
    const threads = productThreads / slices;
    const accumulators = rows + (sums === undefined ? 0 : 1);
    const { all } = layoutOf(tiles[tile]);
    return Math.max(slices * all, slices > 1 ? 2 * threads * accumulators : 0);
  };
  return `var<workgroup> memory: array<vec4f, ${Math.max(...specs.map(size))}>;`;
}

/** Where a slice keeps its parts, in numbers of four; rows along the inner dimension are padded. */
function layoutOf({ high, wide, deep }: Tile): { b: number; padded: number; all: number } {
  const padded = deep / 4 + 1;
  const b = Math.max(high * padded, (deep * high) / 4);
  return { b, padded, all: b + Math.max(wide * padded, (deep * wide) / 4) };
}

/** fn(base, rows, columns, row, column): four numbers of a row of a matrix, 0 outside it. */
function rowLoader(name: string, { buffer, vector }: Matrix): string {
  const header = `fn ${name}(base: u32, rows: u32, columns: u32, row: u32, column: u32) -> vec4f {`;
  if (vector) {
    return `${header}
  if (row < rows && column < columns) { return ${buffer}[(base + row * columns + column) / 4u]; }
  return vec4f();
}`;
  }
  const one = (part: number) =>
    `if (column + ${part}u < columns) { value[${part}] = ${buffer}[at + ${part}u]; }`;
  return `${header}
  var value = vec4f();
  if (row < rows) {
    let at = base + row * columns + column;
    ${[0, 1, 2, 3].map(one).join('\n    ')}
  }
  return value;
}`;
}

const each = (count: number, line: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => line(index)).join('\n');

/** `fn <name>(tile: u32, thread: u32)`, which computes one tile of C = A B + bias. */
export function productCode(spec: ProductSpec): string {
  const { name, a, b, c, bias, sums } = spec;
  const { store: put = (at, value) => `${c.buffer}[${at}] = ${value};` } = spec;
  const tile = tiles[spec.tile];
  const { high, wide, rows, deep, slices } = tile;
  const { b: bHome, padded, all } = layoutOf(tile);
  const perSlice = productThreads / slices;
  const [quads, highQuads, wideQuads] = [deep / 4, high / 4, wide / 4];
  const u = (field: string) => `u.${name}${field}`;
  const accumulators = Array.from({ length: rows }, (_, i) => `c${i}`);
  if (sums !== undefined) accumulators.push('total');

  // Which four numbers of a part this thread fetches, and where it puts them.
  const fetchA = a.transposed
    ? `${name}A(aBase, ${u('K')}, ${u('M')}, k + lane / ${highQuads}u, m0 + lane % ${highQuads}u * 4u)`
    : `${name}A(aBase, ${u('M')}, ${u('K')}, m0 + lane / ${quads}u, k + lane % ${quads}u * 4u)`;
  const putA = a.transposed ? 'lane' : `lane / ${quads}u * ${padded}u + lane % ${quads}u`;
  const fetchB = b.transposed
    ? `${name}B(bBase, ${u('N')}, ${u('K')}, n0 + lane / ${quads}u, k + lane % ${quads}u * 4u)`
    : `${name}B(bBase, ${u('K')}, ${u('N')}, k + lane / ${wideQuads}u, n0 + lane % ${wideQuads}u * 4u)`;
  const putB = b.transposed ? `lane / ${quads}u * ${padded}u + lane % ${quads}u` : 'lane';
  const partA = (high * deep) / 4;
  const someA = partA < perSlice ? `if (lane < ${partA}u) ` : '';

  // Four steps of the inner dimension: rows a0 … of A and b0 … b3 of B.
  const rowsOfA = a.transposed
    ? `${each(4, (j) => `let l${j} = memory[home + (4u * q + ${j}u) * ${highQuads}u + ty * ${rows}u / 4u];`)}
      ${each(rows, (i) => {
        const part = rows === 4 ? `${i}` : 'ty % 4u';
        return `let a${i} = vec4f(l0[${part}], l1[${part}], l2[${part}], l3[${part}]);`;
      })}`
    : each(rows, (i) => `let a${i} = memory[home + (ty * ${rows}u + ${i}u) * ${padded}u + q];`);
  const rowsOfB = b.transposed
    ? `${each(4, (j) => `let r${j} = memory[home + ${bHome}u + (tx * 4u + ${j}u) * ${padded}u + q];`)}
      ${each(4, (j) => `let b${j} = vec4f(r0[${j}], r1[${j}], r2[${j}], r3[${j}]);`)}`
    : each(
        4,
        (j) => `let b${j} = memory[home + ${bHome}u + (4u * q + ${j}u) * ${wideQuads}u + tx];`,
      );
  const multiplyAdd = each(rows, (i) =>
    each(4, (j) => `c${i} = fma(vec4f(a${i}[${j}]), b${j}, c${i});`),
  );

  const addParts = (from: number, count: number) => `
  if (slice >= ${from}u && slice < ${from + count}u) {
    ${accumulators.map((x, i) => `memory[(slice - ${from}u + ${i * count}u) * ${perSlice}u + lane] = ${x};`).join('\n    ')}
  }
  workgroupBarrier();
  if (slice < ${count}u) {
    ${accumulators.map((x, i) => `${x} += memory[(slice + ${i * count}u) * ${perSlice}u + lane];`).join('\n    ')}
  }`;
  let addSlices = '';
  for (let left = slices; left > 1; left /= 2) {
    addSlices += `workgroupBarrier();${addParts(left / 2, left / 2)}\n`;
  }

  const biasOf = (index: string) => (bias === undefined ? '' : ` + ${bias}[${index}]`);
  const store = (i: number) =>
    c.vector
      ? `if (m0 + ty * ${rows}u + ${i}u < ${u('M')} && n < ${u('N')}) {
    ${put(`(cBase + (m0 + ty * ${rows}u + ${i}u) * ${u('N')} + n) / 4u`, `c${i}${biasOf('n / 4u')}`)}
  }`
      : `if (m0 + ty * ${rows}u + ${i}u < ${u('M')}) {
    let at = cBase + (m0 + ty * ${rows}u + ${i}u) * ${u('N')} + n;
    ${each(4, (j) => `if (n + ${j}u < ${u('N')}) { ${put(`at + ${j}u`, `c${i}[${j}]${biasOf(`n + ${j}u`)}`)} }`)}
  }`;
  const storeSums = (buffer: string) =>
    c.vector
      ? `if (n < ${u('N')}) { ${buffer}[n / 4u] = total; }`
      : each(4, (j) => `if (n + ${j}u < ${u('N')}) { ${buffer}[n + ${j}u] = total[${j}]; }`);

  return `
${rowLoader(`${name}A`, a)}
${rowLoader(`${name}B`, b)}
fn ${name}(tile: u32, thread: u32) {
  let one = tile / (${u('Across')} * ${u('Down')});
  let block = tile % (${u('Across')} * ${u('Down')});
  let m0 = block / ${u('Across')} * ${high}u;
  let n0 = block % ${u('Across')} * ${wide}u;
  let aBase = one * ${u('OwnA')} * ${u('M')} * ${u('K')};
  let bBase = one * ${u('OwnB')} * ${u('K')} * ${u('N')};
  let cBase = one * ${u('M')} * ${u('N')};
  let slice = thread / ${perSlice}u;
  let lane = thread % ${perSlice}u;
  let tx = lane % ${wideQuads}u;
  let ty = lane / ${wideQuads}u;
  let home = slice * ${all}u;
  ${accumulators.map((x) => `var ${x} = vec4f();`).join(' ')}
  let rounds = (${u('K')} + ${deep * slices - 1}u) / ${deep * slices}u;
  for (var round = 0u; round <= rounds; round++) {
    // The next part is on its way while the last one is multiplied.
    let k = (round * ${slices}u + slice) * ${deep}u;
    var nextA = vec4f();
    ${someA}{ nextA = ${fetchA}; }
    let nextB = ${fetchB};
    if (round > 0u) {
      for (var q = 0u; q < ${quads}u; q++) {
        ${rowsOfA}
        ${rowsOfB}
        ${multiplyAdd}
        ${sums === undefined ? '' : 'if (m0 == 0u) { total += b0 + b1 + b2 + b3; }'}
      }
    }
    workgroupBarrier();
    ${someA}{ memory[home + ${putA}] = nextA; }
    memory[home + ${bHome}u + ${putB}] = nextB;
    workgroupBarrier();
  }
  ${addSlices}
  let n = n0 + tx * 4u;
  ${slices > 1 ? 'if (slice > 0u) { return; }' : ''}
  ${each(rows, store)}
  ${sums === undefined ? '' : `if (m0 == 0u && ty == 0u) { ${storeSums(sums)} }`}
}`;
}

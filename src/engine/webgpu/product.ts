/** Products of matrices on the GPU: which program, which tile, how many workgroups. */
import { density, phi } from '../ops/activation/wgsl.ts';
import {
  chooseTile,
  productCode,
  productMemory,
  productThreads,
  productUniforms,
  tilesOf,
  type ProductSpec,
  type TileName,
} from '../ops/product/wgsl.ts';
import type { Info, ProductSizes } from '../replace.ts';
import { element, fours, Program, remembered, type Gpu } from './program.ts';

export interface Product extends ProductSizes {
  readonly a: Info;
  readonly b: Info;
  readonly c: Info;
  readonly bias?: Info;
  /** Where given, C is GELU of the product, and this is for its slope there. */
  readonly slope?: Info;
}

interface Sizes {
  readonly tile: TileName;
  readonly M: number;
  readonly N: number;
  readonly K: number;
  readonly ownA?: boolean;
  readonly ownB?: boolean;
}

function uniformsOf(name: string, sizes: Sizes): Record<string, number> {
  const { tile, M, N, K, ownA = true, ownB = true } = sizes;
  const { across, down } = tilesOf(tile, M, N);
  const values = { M, N, K, Across: across, Down: down, OwnA: Number(ownA), OwnB: Number(ownB) };
  return Object.fromEntries(Object.entries(values).map(([field, value]) => [name + field, value]));
}

/** GELU(x) to c, and its slope to `slope`. */
const storeGelu = (at: string, x: string): string => `{
      let x = ${x};
      let share = phi(x);
      c[${at}] = x * share;
      slope[${at}] = share + x * ${density('x')};
    }`;

/** c [M, N] = a [M, K] b [K, N] + bias [N]; transposed factors lie the other way round. */
export function multiply(gpu: Gpu, product: Product): void {
  const { a, b, c, bias, slope, M, N, K, transposeA = false, transposeB = false } = product;
  const { batch = 1, ownA = true, ownB = true } = product;
  if (N === 1 && M > 1 && bias === undefined && slope === undefined) {
    // A column: the same numbers lie in memory as the row (A b)ᵀ = bᵀ Aᵀ.
    const turned = { a: b, b: a, c, M: 1, N: M, K, transposeB: !transposeA };
    return multiply(gpu, { ...turned, batch, ownA: ownB, ownB: ownA });
  }
  const tile = chooseTile(M, N, batch);
  const [vectorA, vectorB] = [fours(transposeA ? M : K), fours(transposeB ? K : N)];
  const type = element(fours(N));
  const variant = [tile, transposeA, transposeB, vectorA, vectorB, fours(N), !bias, !slope];
  const program = remembered(['product', ...variant].join(), () => {
    const spec: ProductSpec = {
      name: 'product',
      tile,
      a: { buffer: 'a', vector: vectorA, transposed: transposeA },
      b: { buffer: 'b', vector: vectorB, transposed: transposeB },
      c: { buffer: 'c', vector: fours(N) },
      ...(bias && { bias: 'bias' }),
      ...(slope && { store: storeGelu }),
    };
    return new Program<string, string, string>({
      name: 'Product',
      reads: { a: element(vectorA), b: element(vectorB), ...(bias && { bias: type }) },
      writes: { c: type, ...(slope && { slope: type }) },
      uniforms: productUniforms('product'),
      threads: productThreads,
      code: `${slope ? phi(type) : ''}
${productMemory([spec])}
${productCode(spec)}
fn run(group: u32, thread: u32) { product(group, thread); }`,
    });
  });
  const { across, down } = tilesOf(tile, M, N);
  const uniforms = uniformsOf('product', { tile, M, N, K, ownA, ownB });
  const tensors = { a, b, c, ...(bias && { bias }), ...(slope && { slope }) };
  gpu.run(program, tensors, uniforms, batch * across * down);
}

export interface LinearGradient {
  readonly dy: Info;
  readonly x: Info;
  readonly weight: Info;
  readonly dx: Info;
  readonly dWeight: Info;
  readonly dBias?: Info;
  /** What dx is multiplied by, each element by its own. */
  readonly slope?: Info;
}

/** dx = dy Wᵀ, dW = xᵀ dy and db = Σ dy in one dispatch, for x [N, I] and W [I, O]. */
export function linearGradient(
  gpu: Gpu,
  tensors: LinearGradient,
  [N, I, O]: readonly [number, number, number],
): void {
  const { dy, x, weight, dx, dWeight, dBias, slope } = tensors;
  const [tileX, tileW] = [chooseTile(N, I), chooseTile(I, O)];
  const [ofI, ofO] = [element(fours(I)), element(fours(O))];
  const key = ['linear gradient', tileX, tileW, ofI, ofO, !dBias, !slope].join();
  const program = remembered(key, () => {
    const dyMatrix = { buffer: 'dy', vector: fours(O), transposed: false };
    const forX: ProductSpec = {
      name: 'dx',
      tile: tileX,
      a: dyMatrix,
      b: { buffer: 'weight', vector: fours(O), transposed: true },
      c: { buffer: 'dX', vector: fours(I) },
      ...(slope && { store: (at, value) => `dX[${at}] = slope[${at}] * (${value});` }),
    };
    const forWeight: ProductSpec = {
      name: 'dw',
      tile: tileW,
      a: { buffer: 'x', vector: fours(I), transposed: true },
      b: dyMatrix,
      c: { buffer: 'dWeight', vector: fours(O) },
      ...(dBias && { sums: 'dBias' }),
    };
    return new Program<string, string, string>({
      name: 'LinearGradient',
      reads: { dy: ofO, x: ofI, weight: ofO, ...(slope && { slope: ofI }) },
      writes: { dX: ofI, dWeight: ofO, ...(dBias && { dBias: ofO }) },
      uniforms: { ...productUniforms('dx'), ...productUniforms('dw'), forWeight: 'u32' },
      threads: productThreads,
      // The long sums of the weights come first, so that they do not start last.
      code: `${productMemory([forX, forWeight])}
${productCode(forX)}
${productCode(forWeight)}
fn run(group: u32, thread: u32) {
  if (group < u.forWeight) { dw(group, thread); } else { dx(group - u.forWeight, thread); }
}`,
    });
  });
  const count = ({ across, down }: { across: number; down: number }) => across * down;
  const forWeight = count(tilesOf(tileW, I, O));
  const uniforms = {
    ...uniformsOf('dx', { tile: tileX, M: N, N: I, K: O }),
    ...uniformsOf('dw', { tile: tileW, M: I, N: O, K: N }),
    forWeight,
  };
  const buffers = { dy, x, weight, dX: dx, dWeight };
  const all = { ...buffers, ...(dBias && { dBias }), ...(slope && { slope }) };
  gpu.run(program, all, uniforms, forWeight + count(tilesOf(tileX, N, I)));
}

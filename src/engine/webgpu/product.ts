/** Products of matrices on the GPU: which program, which tile, how many workgroups. */
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

/** c [M, N] = a [M, K] b [K, N] + bias [N]; transposed factors lie the other way round. */
export function multiply(gpu: Gpu, product: Product): void {
  const { a, b, c, bias, M, N, K, transposeA = false, transposeB = false } = product;
  const { batch = 1, ownA = true, ownB = true } = product;
  if (N === 1 && M > 1 && bias === undefined) {
    // A column: the same numbers lie in memory as the row (A b)ᵀ = bᵀ Aᵀ.
    return multiply(gpu, {
      ...{ a: b, b: a, c, M: 1, N: M, K, transposeB: !transposeA, batch },
      ...{ ownA: ownB, ownB: ownA },
    });
  }
  const tile = chooseTile(M, N, batch);
  const [vectorA, vectorB] = [fours(transposeA ? M : K), fours(transposeB ? K : N)];
  const key = ['product', tile, transposeA, transposeB, vectorA, vectorB, fours(N), !bias].join();
  const program = remembered(key, () => {
    const spec: ProductSpec = {
      ...{ name: 'product', tile, c: { buffer: 'c', vector: fours(N) } },
      a: { buffer: 'a', vector: vectorA, transposed: transposeA },
      b: { buffer: 'b', vector: vectorB, transposed: transposeB },
      ...(bias === undefined ? {} : { bias: 'bias' }),
    };
    return new Program<string, string, string>({
      name: 'Product',
      reads: {
        ...{ a: element(vectorA), b: element(vectorB) },
        ...(bias === undefined ? {} : { bias: element(fours(N)) }),
      },
      writes: { c: element(fours(N)) },
      uniforms: productUniforms('product'),
      threads: productThreads,
      code: `${productMemory([spec])}
${productCode(spec)}
fn run(group: u32, thread: u32) { product(group, thread); }`,
    });
  });
  const { across, down } = tilesOf(tile, M, N);
  const uniforms = uniformsOf('product', { tile, M, N, K, ownA, ownB });
  const tensors: Record<string, Info> = bias ? { a, b, c, bias } : { a, b, c };
  gpu.run(program, tensors, uniforms, batch * across * down);
}

export interface LinearGradient {
  readonly dy: Info;
  readonly x: Info;
  readonly weight: Info;
  readonly dx: Info;
  readonly dWeight: Info;
  readonly dBias?: Info;
}

/** dx = dy Wᵀ, dW = xᵀ dy and db = Σ dy in one dispatch, for x [N, I] and W [I, O]. */
export function linearGradient(
  gpu: Gpu,
  tensors: LinearGradient,
  [N, I, O]: readonly [number, number, number],
): void {
  const { dy, x, weight, dx, dWeight, dBias } = tensors;
  const [tileX, tileW] = [chooseTile(N, I), chooseTile(I, O)];
  const [vectorI, vectorO] = [fours(I), fours(O)];
  const key = ['linear gradient', tileX, tileW, vectorI, vectorO, !dBias].join();
  const program = remembered(key, () => {
    const dyMatrix = { buffer: 'dy', vector: vectorO, transposed: false };
    const forX: ProductSpec = {
      ...{ name: 'dx', tile: tileX, a: dyMatrix },
      b: { buffer: 'weight', vector: vectorO, transposed: true },
      c: { buffer: 'dX', vector: vectorI },
    };
    const forWeight: ProductSpec = {
      ...{ name: 'dw', tile: tileW, b: dyMatrix },
      a: { buffer: 'x', vector: vectorI, transposed: true },
      c: { buffer: 'dWeight', vector: vectorO },
      ...(dBias === undefined ? {} : { sums: 'dBias' }),
    };
    return new Program<string, string, string>({
      name: 'LinearGradient',
      reads: { dy: element(vectorO), x: element(vectorI), weight: element(vectorO) },
      writes: {
        ...{ dX: element(vectorI), dWeight: element(vectorO) },
        ...(dBias === undefined ? {} : { dBias: element(vectorO) }),
      },
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
  const all: Record<string, Info> = dBias ? { ...buffers, dBias } : buffers;
  gpu.run(program, all, uniforms, forWeight + count(tilesOf(tileX, N, I)));
}

/** Products of matrices in the memory of the WASM backend: which kernel, and in which chunks. */
import type { ProductSizes } from '../replace.ts';
import { elements, float, upTo, type Wasm } from './tensors.ts';

/** In the order of `finishRun` in `ops/product/assembly.ts`, which counts from 1. */
const finishes = ['gelu', 'times'] as const;

/** What becomes of a result C: GELU(C), whose slope is put at `slope`; or C times what is there. */
interface Finish {
  readonly how: (typeof finishes)[number];
  readonly slope: number;
}

/** With pointers to the factors, the result and maybe what is added to each of its rows. */
export interface Product extends ProductSizes {
  readonly a: number;
  readonly b: number;
  readonly c: number;
  readonly bias?: number;
  /** Where the sums of the columns of B go, 0 where nobody wants them; B must not be transposed. */
  readonly sums?: number;
  readonly finish?: Finish;
}

/** A right factor [K, N]. */
export interface Factor {
  readonly from: number;
  /** Bytes from one row to the next, and from one column. */
  readonly rowStep: number;
  readonly columnStep: number;
  readonly K: number;
  readonly N: number;
  /** Where the sums of its columns go; 0 where nobody wants them. */
  readonly sums?: number;
}

/** Rows and columns of one chunk of a product. */
interface Block {
  readonly high: number;
  readonly wide: number;
}

/** The whole parts of `size` in multiples of `unit`: one, two, three, up to `most` of them. */
function parts(size: number, unit: number, most: number): number[] {
  const length = Math.min(most, Math.ceil(size / unit));
  return Array.from({ length }, (_, count) => upTo(size / (count + 1), unit));
}

/** Keeps the results of a pure function of numbers. */
function remembered<R>(compute: (...sizes: number[]) => R): (...sizes: number[]) => R {
  const results = new Map<string, R>();
  return (...sizes) => {
    const key = sizes.join();
    let result = results.get(key);
    if (result === undefined) results.set(key, (result = compute(...sizes)));
    return result;
  };
}

/**
 * How a product [M, N] is cut into chunks. Threads take the next chunk as they finish one, so at the
 * end they wait for half a chunk; but each chunk packs its own rows where they are packed at all,
 * which costs as much as five more columns, and taking a chunk costs as much as some 3,000
 * multiply-adds (measured).
 */
const blocks = remembered((M: number, N: number, K: number, threads: number): Block => {
  let best: Block = { high: M, wide: N };
  let least = Infinity;
  for (const high of parts(M, 24, 48)) {
    for (const wide of parts(N, 8, 8)) {
      const one = high * (wide + 5) + 3000 / K;
      const chunks = Math.ceil(M / high) * Math.ceil(N / wide);
      const cost = (chunks * one) / threads + (threads > 1 ? one / 2 : 0);
      if (cost < least) [best, least] = [{ high, wide }, cost];
    }
  }
  return best;
});

/** Packs a factor on all threads. @param beside see `Jobs.run` */
function pack(
  { jobs }: Wasm,
  { from, rowStep, columnStep, K, N, sums = 0 }: Factor,
  to: number,
  beside: boolean,
): void {
  const panels = Math.ceil(N / 8);
  const each = Math.max(Math.ceil(panels / (2 * jobs.threads)), Math.ceil(512 / K));
  const given = { from, to, rowStep, columnStep, K, N, panels: each, sums };
  jobs.run('pack', Math.ceil(panels / each), given, beside);
}

/** Packs a factor and hands it on. */
export function withPacked(wasm: Wasm, factor: Factor, use: (packed: number) => void): void {
  const { jobs } = wasm;
  jobs.withWorkspace(jobs.sizes.packedBytes(factor.K, factor.N), (packed) => {
    pack(wasm, factor, packed, false);
    use(packed);
  });
}

/** The right factor, where there is so much to do that it is packed once for all threads. */
function sharedFactor({ b, M, N, K, transposeB, batch = 1, sums = 0 }: Product): Factor | null {
  if (batch !== 1 || M <= 24 || M * N * K <= 100_000) return null;
  const [rowStep, columnStep] = transposeB ? [float, K * float] : [N * float, float];
  return { from: b, rowStep, columnStep, K, N, sums };
}

/** As the kernels want it. */
function finishing(finish: Finish | undefined): [how: number, slope: number] {
  return finish === undefined ? [0, 0] : [finishes.indexOf(finish.how) + 1, finish.slope];
}

/** @param packed the right factor, 0 where every chunk packs its own. @param beside see `Jobs.run` */
function multiplyOne({ jobs }: Wasm, product: Product, packed: number, beside: boolean): void {
  const { a, b, c, bias = 0, M, N, K, transposeA, transposeB, finish } = product;
  const { batch = 1, ownA = true, ownB = true } = product;
  const [aRow, aColumn] = transposeA ? [float, M * float] : [K * float, float];
  if (packed !== 0) {
    const { high: most, wide } = blocks(M, N, K, jobs.threads);
    const high = finish === undefined ? most : 24; // so that what is finished is still near
    const [how, slope] = finishing(finish);
    const steps = { aRow, aColumn, cRow: N * float, initRow: 0 };
    const given = { a, packed, c, init: bias, ...steps, M, N, K, high, wide, how, slope };
    jobs.run('packedProduct', Math.ceil(M / high) * Math.ceil(N / wide), given, beside);
    return;
  }
  const [bRow, bColumn] = transposeB ? [float, K * float] : [N * float, float];
  const high = Math.min(M, 240);
  const wide = batch === 1 ? Math.max(64, upTo(N / (4 * jobs.threads), 8)) : N;
  const steps = {
    aRow,
    aColumn,
    aBatch: ownA ? M * K * float : 0,
    bRow,
    bColumn,
    bBatch: ownB ? K * N * float : 0,
    cRow: N * float,
    cBatch: M * N * float,
    initRow: 0,
    initBatch: 0,
  };
  const given = { a, b, c, init: bias, ...steps, M, N, K, high, wide };
  jobs.run('product', batch * Math.ceil(M / high) * Math.ceil(N / wide), given, beside);
}

/** c [M, N] = a [M, K] b [K, N] + bias [N], for several products of which none needs another. */
export function multiply(wasm: Wasm, ...products: readonly Product[]): void {
  const { jobs } = wasm;
  const factors = products.map(sharedFactor);
  const sizes = factors.map((one) =>
    one === null ? 0 : upTo(jobs.sizes.packedBytes(one.K, one.N), 64),
  );
  const use = (workspace: number): void => {
    let [to, beside] = [workspace, false];
    const packed = factors.map((factor, i) => {
      if (factor === null) return 0;
      const here = to;
      pack(wasm, factor, here, beside);
      [to, beside] = [to + sizes[i]!, true];
      return here;
    });
    for (const [i, product] of products.entries()) multiplyOne(wasm, product, packed[i]!, i > 0);
    for (const [i, { b, c, M, N, K, sums = 0, finish }] of products.entries()) {
      if (packed[i] !== 0) continue; // then both were done on the way
      if (sums !== 0) wasm.columnSums(b, N * float, sums, K, N, true);
      if (finish === undefined) continue;
      const [how, slope] = finishing(finish);
      const given = { c, slope, how, size: M * N, wide: elements };
      jobs.run('finish', Math.ceil((M * N) / elements), given);
    }
  };
  const bytes = sizes.reduce((sum, one) => sum + one, 0);
  if (bytes === 0) use(0);
  else jobs.withWorkspace(bytes, use);
}

/**
 * The WASM kernels: their numbers, which are their places in this list, and what each is given, in
 * the order in which it lies in memory. `npm run kernels` makes `assembly/arguments.ts`,
 * `assembly/compute.ts` and `layouts.ts` of it, so that both sides of the boundary agree.
 */

/** `usize` for pointers and bytes, `i32` for counts and flags; all of 32 bits. */
type Type = 'usize' | 'i32' | 'f32';

/** Names of one type, one after the other. */
export interface Run {
  readonly type: Type;
  readonly names: readonly string[];
}

export interface KernelRow {
  /** Its folder in `ops/`. */
  readonly op: string;
  /** What its function takes besides the arguments: which chunk, and a thread's own memory. */
  readonly takes: readonly ('chunk' | 'scratch')[];
  readonly arguments: readonly Run[];
}

/** As many as a place of the queue has room for (`assembly/index.ts`). */
export const mostArguments = 64;

const run =
  (type: Type) =>
  (names: string): Run => ({ type, names: names.split(' ') });
const usize = run('usize');
const i32 = run('i32');
const f32 = run('f32');

const one = (op: string, ...runs: readonly Run[]): KernelRow => ({
  op,
  takes: [],
  arguments: runs,
});
const chunked = (op: string, ...runs: readonly Run[]): KernelRow => ({
  op,
  takes: ['chunk'],
  arguments: runs,
});
const withScratch = (op: string, ...runs: readonly Run[]): KernelRow => ({
  op,
  takes: ['chunk', 'scratch'],
  arguments: runs,
});

export const kernelTable = {
  product: withScratch(
    'product',
    usize('a b c init aRow aColumn aBatch bRow bColumn bBatch cRow cBatch initRow initBatch'),
    i32('M N K high wide'),
  ),
  columnSums: chunked('linear', usize('x row out'), i32('N C wide')),
  layerNorm: chunked('layer-norm', usize('x gain bias y statistics'), i32('N C high')),
  layerNormGradient: chunked('layer-norm', usize('dy x gain statistics dx parts'), i32('N C high')),
  finish: chunked('product', usize('c slope'), i32('how size wide')),
  crossEntropy: chunked(
    'cross-entropy',
    usize('logits labels weights gradient losses'),
    i32('N V high'),
  ),
  embeddingGradient: chunked('embedding', usize('dy ids out'), i32('N C V wide')),
  pack: chunked('product', usize('from to rowStep columnStep'), i32('K N panels'), usize('sums')),
  lstm: withScratch(
    'lstm',
    usize('projected h0 c0 packed real all gates h c tanhC'),
    i32('B T H high'),
  ),
  lstmGradient: withScratch(
    'lstm',
    usize('dAll gates c tanhC packed real dz dh0 dc0'),
    i32('B T H high'),
  ),
  attention: withScratch(
    'attention',
    usize('q qRow qBatch k kRow kBatch v vRow vBatch real output weights'),
    i32('H T S D causal'),
    f32('scale'),
    usize('workspace bytes'),
  ),
  attentionGradient: withScratch(
    'attention',
    usize('q qRow qBatch k kRow kBatch v vRow vBatch weights dy'),
    usize('dq dqRow dqBatch dk dkRow dkBatch dv dvRow dvBatch'),
    i32('H T S D causal'),
    f32('scale'),
    usize('workspace bytes'),
  ),
  squaredNorm: chunked('adamw', usize('table squares'), i32('N wide')),
  adamw: chunked(
    'adamw',
    usize('table theta m v'),
    i32('N wide'),
    f32('clip beta1 beta2 unbias1 unbias2 eta keep epsilon rest1 rest2'),
    usize('squares'),
    i32('chunks'),
    usize('norm'),
  ),
  packedProduct: withScratch(
    'product',
    usize('a packed c init aRow aColumn cRow initRow'),
    i32('M N K high wide how'),
    usize('slope'),
  ),
  binary: chunked(
    'elementwise',
    i32('operation'),
    usize('a b out'),
    i32('size wide ownA ownB second third a1 a2 a3 b1 b2 b3 high'),
  ),
  copyRows: chunked(
    'copy',
    usize('from fromRow to toRow'),
    i32('rows'),
    usize('bytes'),
    i32('high'),
  ),
  unary: chunked('elementwise', i32('operation'), usize('x y'), i32('size wide')),
  additiveScores: chunked('additive-scores', usize('query key v scores'), i32('T S H')),
  additiveScoresGradient: chunked(
    'additive-scores',
    usize('dy query key v dQuery dKey shares'),
    i32('T S H'),
  ),
  embedding: chunked('embedding', usize('table ids out'), i32('N C high')),
  totalLoss: one('cross-entropy', usize('losses loss'), i32('N')),
  padRows: chunked('copy', usize('from to'), i32('rows'), usize('bytes'), i32('before after high')),
  softmax: chunked('softmax', usize('x y'), i32('N C high')),
  rowSums: chunked('softmax', usize('x sums'), i32('N C high')),
  dropout: chunked('dropout', usize('x y'), i32('size wide key0 key1 threshold'), f32('scale')),
  rotary: chunked(
    'rotary',
    usize('x cos sin y'),
    i32('N T W heads half'),
    f32('direction'),
    i32('high'),
  ),
  transpose: chunked('copy', usize('x y'), i32('M N high')),
  notEqual: chunked('elementwise', usize('x one y'), i32('size wide')),
  toFloats: chunked('elementwise', usize('x y'), i32('size wide bytes')),
} as const satisfies Readonly<Record<string, KernelRow>>;

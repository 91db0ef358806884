/** Made by `npm run kernels` from `table.ts`: what each kernel is given, by name, and where that lies. */

type Of<Name extends string> = Readonly<Record<Name, number>>;

export interface KernelArguments {
  readonly product: Of<'a' | 'b' | 'c' | 'init' | 'aRow' | 'aColumn' | 'aBatch' | 'bRow' | 'bColumn' | 'bBatch' | 'cRow' | 'cBatch' | 'initRow' | 'initBatch' | 'M' | 'N' | 'K' | 'high' | 'wide'>;
  readonly columnSums: Of<'x' | 'row' | 'out' | 'N' | 'C' | 'wide'>;
  readonly layerNorm: Of<'x' | 'gain' | 'bias' | 'y' | 'statistics' | 'N' | 'C' | 'high'>;
  readonly layerNormGradient: Of<'dy' | 'x' | 'gain' | 'statistics' | 'dx' | 'parts' | 'N' | 'C' | 'high'>;
  readonly finish: Of<'c' | 'slope' | 'how' | 'size' | 'wide'>;
  readonly crossEntropy: Of<'logits' | 'labels' | 'weights' | 'gradient' | 'losses' | 'N' | 'V' | 'high'>;
  readonly embeddingGradient: Of<'dy' | 'ids' | 'out' | 'N' | 'C' | 'V' | 'wide'>;
  readonly pack: Of<'from' | 'to' | 'rowStep' | 'columnStep' | 'K' | 'N' | 'panels' | 'sums'>;
  readonly lstm: Of<'projected' | 'h0' | 'c0' | 'packed' | 'real' | 'all' | 'gates' | 'h' | 'c' | 'tanhC' | 'B' | 'T' | 'H' | 'high'>;
  readonly lstmGradient: Of<'dAll' | 'gates' | 'c' | 'tanhC' | 'packed' | 'real' | 'dz' | 'dh0' | 'dc0' | 'B' | 'T' | 'H' | 'high'>;
  readonly attention: Of<'q' | 'qRow' | 'qBatch' | 'k' | 'kRow' | 'kBatch' | 'v' | 'vRow' | 'vBatch' | 'real' | 'output' | 'weights' | 'H' | 'T' | 'S' | 'D' | 'causal' | 'scale' | 'workspace' | 'bytes'>;
  readonly attentionGradient: Of<'q' | 'qRow' | 'qBatch' | 'k' | 'kRow' | 'kBatch' | 'v' | 'vRow' | 'vBatch' | 'weights' | 'dy' | 'dq' | 'dqRow' | 'dqBatch' | 'dk' | 'dkRow' | 'dkBatch' | 'dv' | 'dvRow' | 'dvBatch' | 'H' | 'T' | 'S' | 'D' | 'causal' | 'scale' | 'workspace' | 'bytes'>;
  readonly squaredNorm: Of<'table' | 'squares' | 'N' | 'wide'>;
  readonly adamw: Of<'table' | 'theta' | 'm' | 'v' | 'N' | 'wide' | 'clip' | 'beta1' | 'beta2' | 'unbias1' | 'unbias2' | 'eta' | 'keep' | 'epsilon' | 'rest1' | 'rest2' | 'squares' | 'chunks' | 'norm'>;
  readonly packedProduct: Of<'a' | 'packed' | 'c' | 'init' | 'aRow' | 'aColumn' | 'cRow' | 'initRow' | 'M' | 'N' | 'K' | 'high' | 'wide' | 'how' | 'slope'>;
  readonly binary: Of<'operation' | 'a' | 'b' | 'out' | 'size' | 'wide' | 'ownA' | 'ownB' | 'second' | 'third' | 'a1' | 'a2' | 'a3' | 'b1' | 'b2' | 'b3' | 'high'>;
  readonly copyRows: Of<'from' | 'fromRow' | 'to' | 'toRow' | 'rows' | 'bytes' | 'high'>;
  readonly unary: Of<'operation' | 'x' | 'y' | 'size' | 'wide'>;
  readonly additiveScores: Of<'query' | 'key' | 'v' | 'scores' | 'T' | 'S' | 'H'>;
  readonly additiveScoresGradient: Of<'dy' | 'query' | 'key' | 'v' | 'dQuery' | 'dKey' | 'shares' | 'T' | 'S' | 'H'>;
  readonly embedding: Of<'table' | 'ids' | 'out' | 'N' | 'C' | 'high'>;
  readonly totalLoss: Of<'losses' | 'loss' | 'N'>;
  readonly padRows: Of<'from' | 'to' | 'rows' | 'bytes' | 'before' | 'after' | 'high'>;
  readonly softmax: Of<'x' | 'y' | 'N' | 'C' | 'high'>;
  readonly rowSums: Of<'x' | 'sums' | 'N' | 'C' | 'high'>;
  readonly dropout: Of<'x' | 'y' | 'size' | 'wide' | 'key0' | 'key1' | 'threshold' | 'scale'>;
  readonly rotary: Of<'x' | 'cos' | 'sin' | 'y' | 'N' | 'T' | 'W' | 'heads' | 'half' | 'direction' | 'high'>;
  readonly transpose: Of<'x' | 'y' | 'M' | 'N' | 'high'>;
  readonly notEqual: Of<'x' | 'one' | 'y' | 'size' | 'wide'>;
  readonly toFloats: Of<'x' | 'y' | 'size' | 'wide' | 'bytes'>;
}

export type KernelName = keyof KernelArguments;

export interface Layout<A> {
  readonly kernel: number;
  /** The places of floats; everything else is an integer. */
  readonly floats: readonly number[];
  /** The arguments in the order in which they lie in memory, 32 bits each. */
  readonly words: (given: A) => readonly number[];
}

export const layouts: { readonly [K in KernelName]: Layout<KernelArguments[K]> } = {
  product: { kernel: 0, floats: [], words: ({ a, b, c, init, aRow, aColumn, aBatch, bRow, bColumn, bBatch, cRow, cBatch, initRow, initBatch, M, N, K, high, wide }) => [a, b, c, init, aRow, aColumn, aBatch, bRow, bColumn, bBatch, cRow, cBatch, initRow, initBatch, M, N, K, high, wide] },
  columnSums: { kernel: 1, floats: [], words: ({ x, row, out, N, C, wide }) => [x, row, out, N, C, wide] },
  layerNorm: { kernel: 2, floats: [], words: ({ x, gain, bias, y, statistics, N, C, high }) => [x, gain, bias, y, statistics, N, C, high] },
  layerNormGradient: { kernel: 3, floats: [], words: ({ dy, x, gain, statistics, dx, parts, N, C, high }) => [dy, x, gain, statistics, dx, parts, N, C, high] },
  finish: { kernel: 4, floats: [], words: ({ c, slope, how, size, wide }) => [c, slope, how, size, wide] },
  crossEntropy: { kernel: 5, floats: [], words: ({ logits, labels, weights, gradient, losses, N, V, high }) => [logits, labels, weights, gradient, losses, N, V, high] },
  embeddingGradient: { kernel: 6, floats: [], words: ({ dy, ids, out, N, C, V, wide }) => [dy, ids, out, N, C, V, wide] },
  pack: { kernel: 7, floats: [], words: ({ from, to, rowStep, columnStep, K, N, panels, sums }) => [from, to, rowStep, columnStep, K, N, panels, sums] },
  lstm: { kernel: 8, floats: [], words: ({ projected, h0, c0, packed, real, all, gates, h, c, tanhC, B, T, H, high }) => [projected, h0, c0, packed, real, all, gates, h, c, tanhC, B, T, H, high] },
  lstmGradient: { kernel: 9, floats: [], words: ({ dAll, gates, c, tanhC, packed, real, dz, dh0, dc0, B, T, H, high }) => [dAll, gates, c, tanhC, packed, real, dz, dh0, dc0, B, T, H, high] },
  attention: { kernel: 10, floats: [17], words: ({ q, qRow, qBatch, k, kRow, kBatch, v, vRow, vBatch, real, output, weights, H, T, S, D, causal, scale, workspace, bytes }) => [q, qRow, qBatch, k, kRow, kBatch, v, vRow, vBatch, real, output, weights, H, T, S, D, causal, scale, workspace, bytes] },
  attentionGradient: { kernel: 11, floats: [25], words: ({ q, qRow, qBatch, k, kRow, kBatch, v, vRow, vBatch, weights, dy, dq, dqRow, dqBatch, dk, dkRow, dkBatch, dv, dvRow, dvBatch, H, T, S, D, causal, scale, workspace, bytes }) => [q, qRow, qBatch, k, kRow, kBatch, v, vRow, vBatch, weights, dy, dq, dqRow, dqBatch, dk, dkRow, dkBatch, dv, dvRow, dvBatch, H, T, S, D, causal, scale, workspace, bytes] },
  squaredNorm: { kernel: 12, floats: [], words: ({ table, squares, N, wide }) => [table, squares, N, wide] },
  adamw: { kernel: 13, floats: [6, 7, 8, 9, 10, 11, 12, 13, 14, 15], words: ({ table, theta, m, v, N, wide, clip, beta1, beta2, unbias1, unbias2, eta, keep, epsilon, rest1, rest2, squares, chunks, norm }) => [table, theta, m, v, N, wide, clip, beta1, beta2, unbias1, unbias2, eta, keep, epsilon, rest1, rest2, squares, chunks, norm] },
  packedProduct: { kernel: 14, floats: [], words: ({ a, packed, c, init, aRow, aColumn, cRow, initRow, M, N, K, high, wide, how, slope }) => [a, packed, c, init, aRow, aColumn, cRow, initRow, M, N, K, high, wide, how, slope] },
  binary: { kernel: 15, floats: [], words: ({ operation, a, b, out, size, wide, ownA, ownB, second, third, a1, a2, a3, b1, b2, b3, high }) => [operation, a, b, out, size, wide, ownA, ownB, second, third, a1, a2, a3, b1, b2, b3, high] },
  copyRows: { kernel: 16, floats: [], words: ({ from, fromRow, to, toRow, rows, bytes, high }) => [from, fromRow, to, toRow, rows, bytes, high] },
  unary: { kernel: 17, floats: [], words: ({ operation, x, y, size, wide }) => [operation, x, y, size, wide] },
  additiveScores: { kernel: 18, floats: [], words: ({ query, key, v, scores, T, S, H }) => [query, key, v, scores, T, S, H] },
  additiveScoresGradient: { kernel: 19, floats: [], words: ({ dy, query, key, v, dQuery, dKey, shares, T, S, H }) => [dy, query, key, v, dQuery, dKey, shares, T, S, H] },
  embedding: { kernel: 20, floats: [], words: ({ table, ids, out, N, C, high }) => [table, ids, out, N, C, high] },
  totalLoss: { kernel: 21, floats: [], words: ({ losses, loss, N }) => [losses, loss, N] },
  padRows: { kernel: 22, floats: [], words: ({ from, to, rows, bytes, before, after, high }) => [from, to, rows, bytes, before, after, high] },
  softmax: { kernel: 23, floats: [], words: ({ x, y, N, C, high }) => [x, y, N, C, high] },
  rowSums: { kernel: 24, floats: [], words: ({ x, sums, N, C, high }) => [x, sums, N, C, high] },
  dropout: { kernel: 25, floats: [7], words: ({ x, y, size, wide, key0, key1, threshold, scale }) => [x, y, size, wide, key0, key1, threshold, scale] },
  rotary: { kernel: 26, floats: [9], words: ({ x, cos, sin, y, N, T, W, heads, half, direction, high }) => [x, cos, sin, y, N, T, W, heads, half, direction, high] },
  transpose: { kernel: 27, floats: [], words: ({ x, y, M, N, high }) => [x, y, M, N, high] },
  notEqual: { kernel: 28, floats: [], words: ({ x, one, y, size, wide }) => [x, one, y, size, wide] },
  toFloats: { kernel: 29, floats: [], words: ({ x, y, size, wide, bytes }) => [x, y, size, wide, bytes] },
};

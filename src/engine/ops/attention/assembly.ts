/** Multi-head scaled dot-product attention and its gradient; one chunk is one head of one example. */
import { AttentionArguments, AttentionGradientArguments } from '../../wasm/assembly/arguments';
import { softmaxRow } from '../softmax/assembly';
import { packAll, packedBytes } from '../../wasm/assembly/packing';
import { multiply, multiplyPacked } from '../../wasm/assembly/product';
import { ownPart, panelAt } from '../../wasm/assembly/scratch';
import { fma, splat, sum, zero } from '../../wasm/assembly/vector';

/** Rows of a block; with a causal mask nothing to the right of a block is computed. */
const block: i32 = 24;

/** Bytes of workspace that `attention` takes for each thread. */
export function attentionBytes(T: i32, S: i32, D: i32): usize {
  return T == 1 ? 0 : packedBytes(D, S) + packedBytes(S, D);
}

/** Bytes of workspace that `attentionGradient` takes for each thread. */
export function attentionGradientBytes(T: i32, S: i32, D: i32): usize {
  const scores = (<usize>T * <usize>S) << 2;
  return scores + packedBytes(D, S) + packedBytes(S, D) + 2 * packedBytes(T, D);
}

/**
 * Arguments: Q, K, V (each with bytes from one position to the next, then from one example to the
 * next), real [B, S] (0: all real), out O [B, T, H D], out weights [B, H, T, S]; H, T, S, D, causal,
 * 1 / √D, workspace, its bytes for each thread (`attentionBytes`). Query i stands at position S − T + i.
 */
export function attention(p: AttentionArguments, chunk: i32, scratch: usize): void {
  const qRow = p.qRow;
  const kRow = p.kRow;
  const vRow = p.vRow;
  const H = p.H;
  const T = p.T;
  const S = p.S;
  const D = p.D;
  const causal = p.causal != 0;
  const scale = p.scale;
  const b = <usize>(chunk / H);
  const head = (<usize>((chunk % H) * D)) << 2;
  const q = p.q + b * p.qBatch + head;
  const k = p.k + b * p.kBatch + head;
  const v = p.v + b * p.vBatch + head;
  let real = p.real;
  if (real != 0) real += (b * <usize>S) << 2;
  const oRow = (<usize>(H * D)) << 2;
  const o = p.output + b * <usize>T * oRow + head;
  const sRow = (<usize>S) << 2;
  const weights = p.weights + <usize>chunk * <usize>T * sRow;
  const tile = scratch + panelAt;
  if (T == 1) {
    // One query looks at every key once, so packing them would cost more than it saves; and what is
    // padding at the end, such as the free part of a cache, is not looked at.
    let seen = S;
    if (real != 0) while (seen > 1 && f32.load(real + ((<usize>(seen - 1)) << 2)) == 0) seen--;
    multiply(q, 0, 4, k, 4, kRow, scratch, 0, 0, weights, 0, 1, seen, D, scratch + panelAt);
    softmaxRow(weights, seen, S, scale, real);
    multiply(weights, 0, 4, v, vRow, 4, scratch, 0, 0, o, 0, 1, D, seen, scratch + panelAt);
    return;
  }
  const keys = ownPart(p.workspace, p.bytes, scratch); // Kᵀ
  const values = keys + packedBytes(D, S);
  packAll(keys, k, 4, kRow, D, S);
  packAll(values, v, vRow, 4, S, D);
  for (let t = 0; t < T; t += block) {
    const M = min(block, T - t);
    const seen = causal ? min(S, S - T + t + M) : S;
    const rows = weights + <usize>t * sRow;
    const queries = q + <usize>t * qRow;
    multiplyPacked(
      queries, qRow, 4, keys, (<usize>D) << 5, scratch, 0, 0, rows, sRow, M, seen, D, tile,
    );
    for (let m = 0; m < M; m++) {
      const count = causal ? S - T + t + m + 1 : S;
      softmaxRow(rows + <usize>m * sRow, count, S, scale, real);
    }
    multiplyPacked(
      rows, sRow, 4, values, (<usize>S) << 5, scratch, 0, 0, o + <usize>t * oRow, oRow, M, D, seen,
      tile,
    );
  }
}

/**
 * Arguments: Q, K, V as above, weights [B, H, T, S], dO [B, T, H D], out dQ, dK, dV (each with
 * bytes from one position to the next, then from one example to the next); H, T, S, D, causal, 1 / √D,
 * workspace, its bytes for each thread (`attentionGradientBytes`).
 */
export function attentionGradient(p: AttentionGradientArguments, chunk: i32, scratch: usize): void {
  const qRow = p.qRow;
  const kRow = p.kRow;
  const vRow = p.vRow;
  const dqRow = p.dqRow;
  const dkRow = p.dkRow;
  const dvRow = p.dvRow;
  const H = p.H;
  const T = p.T;
  const S = p.S;
  const D = p.D;
  const causal = p.causal != 0;
  const scale = p.scale;
  const b = <usize>(chunk / H);
  const head = (<usize>((chunk % H) * D)) << 2;
  const q = p.q + b * p.qBatch + head;
  const k = p.k + b * p.kBatch + head;
  const v = p.v + b * p.vBatch + head;
  const sRow = (<usize>S) << 2;
  const weights = p.weights + <usize>chunk * <usize>T * sRow;
  const oRow = (<usize>(H * D)) << 2;
  const dO = p.dy + b * <usize>T * oRow + head;
  const dq = p.dq + b * p.dqBatch + head;
  const dk = p.dk + b * p.dkBatch + head;
  const dv = p.dv + b * p.dvBatch + head;
  const tile = scratch + panelAt;
  const dS = ownPart(p.workspace, p.bytes, scratch);
  const values = dS + <usize>T * sRow; // Vᵀ
  const keys = values + packedBytes(D, S);
  const queries = keys + packedBytes(S, D);
  const outputs = queries + packedBytes(T, D);
  packAll(values, v, 4, vRow, D, S);
  packAll(keys, k, kRow, 4, S, D);
  packAll(queries, q, qRow, 4, T, D);
  packAll(outputs, dO, oRow, 4, T, D);
  for (let t = 0; t < T; t += block) {
    const M = min(block, T - t);
    const seen = causal ? min(S, S - T + t + M) : S;
    const rows = dS + <usize>t * sRow;
    const from = dO + <usize>t * oRow;
    multiplyPacked(
      from, oRow, 4, values, (<usize>D) << 5, scratch, 0, 0, rows, sRow, M, seen, D, tile,
    );
    for (let m = 0; m < M; m++) {
      const row = rows + <usize>m * sRow;
      const w = weights + <usize>(t + m) * sRow;
      const whole = seen & ~3;
      let dots = splat(0);
      let j = 0;
      for (; j < whole; j += 4) {
        const at = (<usize>j) << 2;
        dots = fma(v128.load(row + at), v128.load(w + at), dots);
      }
      let total = sum(dots);
      for (; j < seen; j++) {
        const at = (<usize>j) << 2;
        total += f32.load(row + at) * f32.load(w + at);
      }
      const dot = splat(total);
      const scales = splat(scale);
      for (j = 0; j < whole; j += 4) {
        const at = (<usize>j) << 2;
        const centred = f32x4.sub(v128.load(row + at), dot);
        v128.store(row + at, f32x4.mul(f32x4.mul(v128.load(w + at), centred), scales));
      }
      for (; j < seen; j++) {
        const at = (<usize>j) << 2;
        f32.store(row + at, f32.load(w + at) * (f32.load(row + at) - total) * scale);
      }
      zero(row + ((<usize>seen) << 2), S - seen);
    }
    multiplyPacked(
      rows, sRow, 4, keys, (<usize>S) << 5, scratch, 0, 0, dq + <usize>t * dqRow, dqRow, M, D, seen,
      tile,
    );
  }
  for (let s = 0; s < S; s += block) {
    const M = min(block, S - s);
    // With a causal mask only queries at s or later look at these keys.
    const first = causal ? max(0, s - (S - T)) : 0;
    const at = <usize>first * sRow + ((<usize>s) << 2);
    const skip = (<usize>first) << 5;
    const step = (<usize>T) << 5;
    multiplyPacked(
      dS + at, 4, sRow, queries + skip, step, scratch, 0, 0, dk + <usize>s * dkRow, dkRow, M, D,
      T - first, tile,
    );
    multiplyPacked(
      weights + at, 4, sRow, outputs + skip, step, scratch, 0, 0, dv + <usize>s * dvRow, dvRow, M, D,
      T - first, tile,
    );
  }
}

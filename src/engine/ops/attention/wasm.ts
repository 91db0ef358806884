/** Multi-head attention on WASM, and its gradient. */
import type { Info } from '../../replace.ts';
import { float, upTo, type Wasm } from '../../wasm/tensors.ts';
import type { AttentionAttributes } from './fused.ts';

/** The sizes that both kernels are given; keys and values lie side by side. */
function sizesOf(query: Info, keyValue: Info, { heads: H, causal }: AttentionAttributes) {
  const [B, T, C] = query.shape as [number, number, number];
  const S = keyValue.shape[1]!;
  const D = C / H;
  const qRow = C * float;
  const row = 2 * qRow;
  const rows = { qRow, qBatch: T * qRow, kRow: row, kBatch: S * row, vRow: row, vBatch: S * row };
  const common = { ...rows, H, T, S, D, causal: Number(causal), scale: 1 / Math.sqrt(D) };
  return { B, C, common };
}

export function attention(
  wasm: Wasm,
  { query, keyValue, real }: Record<'query' | 'keyValue', Info> & { real?: Info },
  attributes: AttentionAttributes,
): Info[] {
  const { B, C, common } = sizesOf(query, keyValue, attributes);
  const { H, T, S, D } = common;
  const [output, weights] = [wasm.floats([B, T, C]), wasm.floats([B, H, T, S])];
  const k = wasm.at(keyValue);
  const bytes = upTo(wasm.jobs.sizes.attentionBytes(T, S, D), 64);
  wasm.jobs.withWorkspace(bytes * wasm.jobs.threads, (workspace) => {
    wasm.jobs.run('attention', B * H, {
      ...common,
      q: wasm.at(query),
      k,
      v: k + C * float,
      real: wasm.at(real),
      output: wasm.at(output),
      weights: wasm.at(weights),
      workspace,
      bytes,
    });
  });
  return [output, weights];
}

export function attentionGradient(
  wasm: Wasm,
  { dy, query, keyValue, weights }: Record<'dy' | 'query' | 'keyValue' | 'weights', Info>,
  attributes: AttentionAttributes,
): Info[] {
  const { B, C, common } = sizesOf(query, keyValue, attributes);
  const { H, T, S, D, qRow, qBatch, kRow, kBatch } = common;
  const [dQuery, dKeyValue] = [wasm.floats([B, T, C]), wasm.floats([B, S, 2 * C])];
  const [k, dk] = [wasm.at(keyValue), wasm.at(dKeyValue)];
  const bytes = upTo(wasm.jobs.sizes.attentionGradientBytes(T, S, D), 64);
  wasm.jobs.withWorkspace(bytes * wasm.jobs.threads, (workspace) => {
    wasm.jobs.run('attentionGradient', B * H, {
      ...common,
      q: wasm.at(query),
      k,
      v: k + C * float,
      weights: wasm.at(weights),
      dy: wasm.at(dy),
      dq: wasm.at(dQuery),
      dqRow: qRow,
      dqBatch: qBatch,
      dk,
      dkRow: kRow,
      dkBatch: kBatch,
      dv: dk + C * float,
      dvRow: kRow,
      dvBatch: kBatch,
      workspace,
      bytes,
    });
  });
  return [dQuery, dKeyValue];
}

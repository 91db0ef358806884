/**
 * What Transformer blocks keep, for the kinds whose models are made of them. The factors were fitted
 * to what 70 settings allocated on WASM, the step within a tenth (2026-11-30).
 *
 * B batch, S and T source and target time, C width, F width of the feed-forward layer, H heads,
 * L layers, V vocabulary, N parameters.
 */
import { numberField, type Chosen } from '../fields/read.ts';
import type { Footprint } from './kind.ts';

export interface BlockSizes {
  /** null where there is no encoder. */
  readonly source: { readonly vocabulary: number; readonly S: number } | null;
  readonly T: number;
  readonly V: number;
}

/** How often each part is kept. */
const kept = {
  training: {
    gelu: 7.5,
    relu: 9.6,
    swiglu: 20.6,
    token: 12,
    attention: 1.1,
    logits: 3.5,
    cross: 6,
  },
  reading: { gelu: 2.7, relu: 4, swiglu: 8, token: 9, attention: 0.5, logits: 2, cross: 2.5 },
};

export function blocksFootprint(chosen: Chosen, { source, T, V }: BlockSizes): Footprint {
  const [C, L] = [numberField(chosen, 'd'), numberField(chosen, 'layers')];
  const H = numberField(chosen, 'heads');
  const activation = String(chosen.fields['activation']) as 'gelu' | 'relu' | 'swiglu';
  const gated = activation === 'swiglu';
  const F = gated ? Math.round((8 * C) / 3) : 4 * C;
  const S = source?.S ?? 0;

  const attention = 4 * C * C + 4 * C;
  const block = attention + (gated ? 3 : 2) * C * F + 10 * C;
  const rows = (source?.vocabulary ?? 0) + V * (chosen.fields['tied'] === true ? 1 : 2) + S + T;
  const longest = Math.max(S, T);
  return {
    parameters: rows * C + L * (source === null ? block : 2 * block + attention),
    activations(B, pass) {
      const factors = kept[pass];
      const hidden = factors[activation] * L * F;
      const weights = B * H * L * (S * S + T * T + S * T);
      const cross = source === null ? 0 : factors.cross * B * L * C * (T + 2 * S);
      const logits = factors.logits * B * T * V;
      const tokens = B * (S + T);
      return tokens * (hidden + factors.token * C) + factors.attention * weights + cross + logits;
    },
    unrecorded: null,
    tensors: (B) => [
      { name: { zh: '注意力权重', en: 'the attention weights' }, size: B * H * longest ** 2 },
      {
        name: { zh: '前馈层的隐藏单元', en: 'the hidden units of the feed-forward layers' },
        size: B * longest * F,
      },
      { name: { zh: '输出层的分数', en: 'the scores of the output layer' }, size: B * T * V },
    ],
  };
}

/**
 * What a run takes, before it is built: all of its memory, and its largest tensor. The factors were
 * fitted to what 70 settings allocated on WASM, the step within a tenth (2026-11-30); what the other
 * backends take lies within the same bounds. `tests/browser/memory.test.ts` measures both again.
 *
 * B batch, S and T source and target time, C width, F width of the feed-forward layer, H heads,
 * L layers, V vocabulary, N parameters.
 */
import type { Localised } from '../../language.ts';
import type { DataSizes } from './sizes.ts';
import { numberField, type BackendId, type RunConfig } from '../config.ts';

/** Held-out examples that are looked at together. */
export const evaluationBatch = { language: 16, seq2seq: 128 } as const;

interface Named {
  readonly name: Localised;
  /** Numbers of four bytes. */
  readonly size: number;
}

/** How often each part is kept, in the gradients' pass or in one that only reads. */
interface Factors {
  readonly hidden: Readonly<Record<string, number>>;
  readonly token: number;
  readonly attention: number;
  readonly logits: number;
  readonly cross: number;
  readonly lstm: number;
  /** Of an LSTM that looks back. */
  readonly looks: number;
}

const training: Factors = {
  hidden: { gelu: 7.5, relu: 9.6, swiglu: 20.6 },
  ...{ token: 12, attention: 1.1, logits: 3.5, cross: 6, lstm: 20, looks: 12 },
};
const reading: Factors = {
  hidden: { gelu: 2.7, relu: 4, swiglu: 8 },
  ...{ token: 9, attention: 0.5, logits: 2, cross: 2.5, lstm: 8, looks: 3 },
};

/** θ, m, v, the mask of the weight decay, the parameters once more, and their gradients. */
const perParameter = 6;
/** What is lost between the pieces, and what memory grows by more than it needs. */
const slack = 1.25;
/** Where no kernel of ours joins operations, what lies between them is kept too. */
const unfused = 2.5;
/** What WASM begins with. */
const base = 16 * 2 ** 20;
const bytesOf = (size: number): number => 4 * size;

const feedForwardWidth = (config: RunConfig): number => {
  const C = numberField(config, 'd');
  return config.fields['activation'] === 'swiglu' ? Math.round((8 * C) / 3) : 4 * C;
};

/** Lengths of what is read and what is written; a language model reads nothing first. */
function times(config: RunConfig, sizes: DataSizes): { S: number; T: number; V: number } {
  return sizes.kind === 'language'
    ? { S: 0, T: numberField(config, 'context'), V: sizes.vocabulary }
    : { S: sizes.sourceLength, T: sizes.targetLength, V: sizes.targetVocabulary };
}

/** N, but for a few vectors. */
function parameters(config: RunConfig, sizes: DataSizes): number {
  const [C, L] = [numberField(config, 'd'), numberField(config, 'layers')];
  const { S, T, V } = times(config, sizes);
  const sources = sizes.kind === 'seq2seq' ? sizes.sourceVocabulary : 0;
  if (config.model === 'lstm-seq2seq') {
    const E = numberField(config, 'embed');
    const cells = 2 * (E + C + 1 + (L - 1) * (2 * C + 1)) * 4 * C;
    return (sources + V) * E + cells + 4 * C * C + C * V;
  }
  const matrices = config.fields['activation'] === 'swiglu' ? 3 : 2;
  const attention = 4 * C * C + 4 * C;
  const block = attention + matrices * C * feedForwardWidth(config) + 10 * C;
  const tables = (sources + V * (config.fields['tied'] === true ? 1 : 2) + S + T) * C;
  return tables + L * (sizes.kind === 'language' ? block : 2 * block + attention);
}

/** What one pass over B examples keeps. */
function activations(config: RunConfig, sizes: DataSizes, B: number, factors: Factors): number {
  const [C, L] = [numberField(config, 'd'), numberField(config, 'layers')];
  const { S, T, V } = times(config, sizes);
  const tokens = B * (S + T);
  const logits = factors.logits * B * T * V;
  if (config.model === 'lstm-seq2seq') {
    const attention = config.fields['attention'] === 'none' ? 0 : factors.looks * C;
    const lstm = factors.lstm * L * C + 3 * numberField(config, 'embed') + attention;
    return tokens * lstm + logits;
  }
  const hidden =
    factors.hidden[String(config.fields['activation'])]! * L * feedForwardWidth(config);
  const weights = B * numberField(config, 'heads') * L * (S * S + T * T + S * T);
  const cross = sizes.kind === 'language' ? 0 : factors.cross * B * L * C * (T + 2 * S);
  return tokens * (hidden + factors.token * C) + factors.attention * weights + cross + logits;
}

/** Bytes that a run takes at its peak, the looks at held-out examples included. */
export function estimateBytes(config: RunConfig, sizes: DataSizes, backend: BackendId): number {
  const N = parameters(config, sizes);
  const { T } = times(config, sizes);
  const B = numberField(config, 'batch');
  // A decoder that reads its own guesses has the gradients of its weights once for every token.
  const unrolled = config.fields['teacher'] !== undefined && config.fields['teacher'] !== 1;
  const step = activations(config, sizes, B, training) + (unrolled ? 2 * T * N : 0);
  const look = activations(config, sizes, evaluationBatch[sizes.kind], reading);
  // What is recorded for replays stays while the model is looked at; what is not recorded is gone.
  const floats = perParameter * N + (unrolled ? Math.max(step, look) : step + look);
  const bytes = slack * bytesOf(floats);
  return backend === 'wasm' ? base + bytes : bytes * (backend === 'cpu' ? unfused : 1);
}

/** The tensors of a run that can be the largest. */
function tensors(config: RunConfig, sizes: DataSizes): Named[] {
  const C = numberField(config, 'd');
  const { S, T, V } = times(config, sizes);
  const B = Math.max(numberField(config, 'batch'), evaluationBatch[sizes.kind]);
  const longest = Math.max(S, T);
  const all: Named[] = [
    {
      name: { zh: '全部参数（连成一个向量）', en: 'all parameters as one vector' },
      size: parameters(config, sizes),
    },
    { name: { zh: '输出层的分数', en: 'the scores of the output layer' }, size: B * T * V },
  ];
  if (config.model === 'lstm-seq2seq') {
    const gates = { zh: 'LSTM 的门', en: 'the gates of the LSTM' };
    return [...all, { name: gates, size: B * longest * 4 * C }];
  }
  return [
    ...all,
    {
      name: { zh: '注意力权重', en: 'the attention weights' },
      size: B * numberField(config, 'heads') * longest ** 2,
    },
    {
      name: { zh: '前馈层的隐藏单元', en: 'the hidden units of the feed-forward layers' },
      size: B * longest * feedForwardWidth(config),
    },
  ];
}

/** The largest tensor of a run. */
export function largestTensorOf(
  config: RunConfig,
  sizes: DataSizes,
): { readonly name: Localised; readonly bytes: number } {
  const { name, size } = tensors(config, sizes).reduce((a, b) => (b.size > a.size ? b : a));
  return { name, bytes: bytesOf(size) };
}

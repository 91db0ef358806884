/**
 * What a run takes, before it is built: all of its memory, and its largest tensor, from what its model
 * keeps. Fitted to WASM; what the other backends take lies within the same bounds.
 * `tests/training/memory.test.ts` measures both again.
 *
 * B batch, N parameters.
 */
import type { Localised } from '../../language.ts';
import type { DataSizes } from '../../tasks/index.ts';
import type { BackendId, RunConfig } from '../config.ts';
import { numberField } from '../fields/read.ts';
import { kinds, models } from './index.ts';
import type { NamedTensor } from './kind.ts';

/** θ, m, v, the mask of the weight decay, the parameters once more, and their gradients. */
const perParameter = 6;
/** What is lost between the pieces, and what memory grows by more than it needs. */
const slack = 1.25;
/** Where no kernel of ours joins operations, what lies between them is kept too. */
const unfused = 2.5;
/** What WASM begins with. */
const base = 16 * 2 ** 20;
const bytesOf = (size: number): number => 4 * size;

/** Bytes that a run takes at its peak, the looks at held-out examples included. */
export function estimateBytes(config: RunConfig, sizes: DataSizes, backend: BackendId): number {
  const kept = models[config.model].footprint(config, sizes);
  const step = kept.activations(numberField(config, 'batch'), 'training');
  const look = kept.activations(kinds[sizes.kind].evaluationBatch, 'reading');
  // What is recorded for replays stays while the model is looked at; what is not recorded is gone.
  const passes = kept.unrecorded === null ? step + look : Math.max(step + kept.unrecorded, look);
  const bytes = slack * bytesOf(perParameter * kept.parameters + passes);
  return backend === 'wasm' ? base + bytes : bytes * (backend === 'cpu' ? unfused : 1);
}

/** The largest tensor of a run. */
export function largestTensorOf(
  config: RunConfig,
  sizes: DataSizes,
): { readonly name: Localised; readonly bytes: number } {
  const kept = models[config.model].footprint(config, sizes);
  const B = Math.max(numberField(config, 'batch'), kinds[sizes.kind].evaluationBatch);
  const all: NamedTensor = {
    name: { zh: '全部参数（连成一个向量）', en: 'all parameters as one vector' },
    size: kept.parameters,
  };
  const { name, size } = kept.tensors(B).reduce((a, b) => (b.size > a.size ? b : a), all);
  return { name, bytes: bytesOf(size) };
}

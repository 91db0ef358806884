/** The models that a reader can train: the name of each, and its own table of fields. */
import type { Localised } from '../../language.ts';
import {
  activation,
  attention,
  context,
  dropout,
  embedding,
  heads,
  layers,
  norm,
  positions,
  tied,
  width,
  type RunField,
} from './architecture.ts';
import {
  minutes,
  optimisation,
  steps,
  targetAccuracy,
  targetLoss,
  teacher,
} from './optimisation.ts';

interface ModelEntry {
  readonly name: Localised;
  /** In the order of panels and links. */
  readonly fields: readonly RunField[];
}

export const modelTables = {
  'lstm-seq2seq': {
    name: { zh: 'LSTM 序列到序列', en: 'LSTM seq2seq' },
    fields: [
      layers(1),
      width(128),
      embedding(32),
      attention('dot'),
      dropout,
      ...optimisation({ batch: 64, lr: 0.005, warmup: 20 }),
      teacher,
      steps,
      targetAccuracy,
      targetLoss,
      minutes,
    ],
  },
  'transformer-decoder': {
    name: { zh: 'Transformer（仅解码器）', en: 'Transformer (decoder only)' },
    fields: [
      layers(2),
      width(64),
      heads(4),
      context(64),
      positions('learned'),
      norm('pre'),
      activation('gelu'),
      tied,
      dropout,
      ...optimisation({ batch: 16, lr: 0.003, warmup: 50 }),
      steps,
      targetLoss,
      minutes,
    ],
  },
  'transformer-encoder-decoder': {
    name: { zh: 'Transformer（编码器–解码器）', en: 'Transformer (encoder–decoder)' },
    fields: [
      layers(2),
      width(64),
      heads(4),
      positions('sinusoidal'),
      norm('pre'),
      activation('relu'),
      tied,
      dropout,
      ...optimisation({ batch: 64, lr: 0.002, warmup: 50 }),
      steps,
      targetAccuracy,
      targetLoss,
      minutes,
    ],
  },
} as const satisfies Readonly<Record<string, ModelEntry>>;

export type ModelId = keyof typeof modelTables;
export const modelIds = Object.keys(modelTables) as [ModelId, ...ModelId[]];
export type FieldName = (typeof modelTables)[ModelId]['fields'][number]['key'];

/** The fields that a model has. */
export const fieldsOf = (model: ModelId): readonly RunField[] => modelTables[model].fields;

/** The fields that any of these models has, each once; every model's own order is kept. */
export function fieldsOfAll(ids: readonly ModelId[]): readonly RunField[] {
  const merged: RunField[] = [];
  for (const id of ids) {
    let place = merged.length;
    for (const field of fieldsOf(id).toReversed()) {
      const found = merged.findIndex(({ key }) => key === field.key);
      if (found < 0) merged.splice(place, 0, field);
      else place = found;
    }
  }
  return merged;
}

/** All kinds of learning, and their models. */
import type { RunField } from '../fields/architecture.ts';
import type { Kind, KindId, ModelSpec } from './kind.ts';
import { pairs } from './pairs/kind.ts';
import { text } from './text/kind.ts';

export const kinds = { pairs, text } as const satisfies Readonly<Record<KindId, Kind>>;

const allModels = { ...pairs.models, ...text.models };
export type ModelId = keyof typeof allModels;
export const models: Readonly<Record<ModelId, ModelSpec>> = allModels;

/** @param table of models, at least one */
export const idsOf = (table: Readonly<Record<string, ModelSpec>>) =>
  Object.keys(table) as [ModelId, ...ModelId[]];

export const modelIds = idsOf(models);

export const kindOfModel = (model: ModelId): Kind =>
  Object.values<Kind>(kinds).find((kind) => model in kind.models)!;

/** The fields that a model has. */
export const fieldsOf = (model: ModelId): readonly RunField[] => models[model].fields;

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

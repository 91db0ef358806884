/** What the tests of whole models share: a configuration from a stored variant, backends by their speed. */
import type { Backend } from '../../src/engine/probes.ts';
import type { AnyValues, Value } from '../../src/fields/field.ts';
import { defaultConfig, labs, type LabId, type RunConfig } from '../../src/training/config.ts';
import { modelIds, models, type ModelId } from '../../src/training/kinds/index.ts';

const labIds = Object.keys(labs) as LabId[];

/** The default configuration of a model with some choices of its own. */
export function configOf(
  name: string,
  choices: Readonly<Record<string, Value | undefined>>,
): RunConfig {
  const model = modelIds.find((id) => id === name);
  if (model === undefined) throw new Error(`There is no model ${name}.`);
  const lab = labIds.find((id) => labs[id].models.some((one) => one === model))!;
  const config = defaultConfig(lab, undefined, model);
  return { ...config, fields: { ...config.fields, ...(choices as AnyValues) } };
}

/** The configuration of a key of `self-check.json`: a model and its choices. */
export function configOfVariant(variant: string): RunConfig {
  const [name, ...values] = variant.split(' ') as [ModelId, ...string[]];
  const chosen = values.map((value) =>
    value === 'true' ? true : value === 'false' ? false : value,
  );
  return configOf(
    name,
    Object.fromEntries(models[name].variants.map((key, i) => [key, chosen[i]])),
  );
}

/** Whether the tests run this backend on an adapter emulated in software, where a step costs seconds. */
export const isEmulated = (backend: Backend): boolean =>
  backend === 'webgl' || backend === 'webgpu';

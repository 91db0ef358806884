/** From the fields of a configuration to the options of a model. */
import type { Activation, BlockOptions, NormPlacement, Positions } from '../../models/layers.ts';
import { numberField, type RunConfig } from '../config.ts';

/** @throws Error where the field has none of the values, which is a defect */
export function choice<T extends string>(config: RunConfig, name: string, values: readonly T[]): T {
  const value = values.find((candidate) => candidate === config.fields[name]);
  if (value === undefined) {
    throw new Error(
      `The field ${name} is ${String(config.fields[name])}, not one of ${values.join(', ')}.`,
    );
  }
  return value;
}

const positions: readonly Positions[] = ['learned', 'sinusoidal', 'rotary'];
const activations: readonly Activation[] = ['gelu', 'relu', 'swiglu'];
const norms: readonly NormPlacement[] = ['pre', 'post'];

/** Of Transformer blocks. */
export function blockOptions(config: RunConfig): BlockOptions {
  return {
    width: numberField(config, 'd'),
    heads: numberField(config, 'heads'),
    layers: numberField(config, 'layers'),
    activation: choice(config, 'activation', activations),
    norm: choice(config, 'norm', norms),
    positions: choice(config, 'positions', positions),
    dropout: numberField(config, 'dropout'),
  };
}

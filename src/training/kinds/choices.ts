/** From the fields of a configuration to the options of a model. */
import type { Activation, BlockOptions, NormPlacement, Positions } from '../../models/layers.ts';
import { choiceField, numberField, type Chosen } from '../fields/read.ts';

const positions: readonly Positions[] = ['learned', 'sinusoidal', 'rotary'];
const activations: readonly Activation[] = ['gelu', 'relu', 'swiglu'];
const norms: readonly NormPlacement[] = ['pre', 'post'];

/** Of Transformer blocks. */
export function blockOptions(chosen: Chosen): BlockOptions {
  return {
    width: numberField(chosen, 'd'),
    heads: numberField(chosen, 'heads'),
    layers: numberField(chosen, 'layers'),
    activation: choiceField(chosen, 'activation', activations),
    norm: choiceField(chosen, 'norm', norms),
    positions: choiceField(chosen, 'positions', positions),
    dropout: numberField(chosen, 'dropout'),
  };
}

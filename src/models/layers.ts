/**
 * What the two Transformers share: positions, multi-head attention and the feed-forward layer.
 *
 * B batch, T target time, S source time, C width (d_model), H heads, D = C / H width of a head.
 */
import * as tf from '@tensorflow/tfjs-core';
import { silu } from '../engine/ops/activation/index.ts';
import { attendWithHeads, type Mask } from '../engine/ops/attention/index.ts';
import { addDropped } from '../engine/ops/dropout/index.ts';
import { geluFeedForward } from '../engine/ops/feed-forward/index.ts';
import { branchNorm, layerNorm } from '../engine/ops/layer-norm/index.ts';
import { linear } from '../engine/ops/linear/index.ts';
import { rotary, type Rotation } from '../engine/ops/rotary/index.ts';
import { normal, ones, zeros, type ParameterSet } from '../engine/parameters.ts';
import type { Random } from '../maths/random/streams.ts';
import type { KeyValueCache } from './cache.ts';

export type Positions = 'learned' | 'sinusoidal' | 'rotary';
export type Activation = 'gelu' | 'relu' | 'swiglu';
export type NormPlacement = 'pre' | 'post';

// #region positions
/** P[i, 2j] = sin(i / 10000^(2j/C)), P[i, 2j+1] the cosine. [T, C] */
export function sinusoidalPositions(T: number, C: number): tf.Tensor2D {
  const table = Float32Array.from({ length: T * C }, (_, k) => {
    const [i, column] = [Math.floor(k / C), k % C];
    const angle = i / 10000 ** ((column - (column % 2)) / C);
    return column % 2 === 0 ? Math.sin(angle) : Math.cos(angle);
  });
  return tf.tensor2d(table, [T, C]);
}
// #endregion positions

export interface BlockOptions {
  readonly width: number;
  readonly heads: number;
  readonly layers: number;
  readonly activation: Activation;
  readonly norm: NormPlacement;
  readonly positions: Positions;
  readonly dropout: number;
}

/** What a forward pass needs to know besides its inputs. */
export interface Pass {
  /** The dropout stream while training; null otherwise. */
  readonly random: Random | null;
  /** What was read before and is not read again: the tokens of this pass follow it. */
  readonly cache?: KeyValueCache;
  /** Receives every layer's attention weights [B, H, T, S] where they are wanted. */
  readonly onAttention?: (kind: 'self' | 'cross', layer: number, weights: tf.Tensor4D) => void;
}

/** The gain and bias of one layer norm. */
export interface NormWeights {
  readonly gain: tf.Tensor1D;
  readonly bias: tf.Tensor1D;
}

export function addNorm(parameters: ParameterSet, name: string, C: number): NormWeights {
  return {
    gain: parameters.add<tf.Rank.R1>(`${name}.gain`, [C], ones),
    bias: parameters.add<tf.Rank.R1>(`${name}.bias`, [C], zeros),
  };
}

/** Applies a layer norm to the last axis of [B, T, C]. */
export function applyNorm(x: tf.Tensor3D, { gain, bias }: NormWeights): tf.Tensor3D {
  return layerNorm(x, gain, bias);
}

/** The projections of one attention: Wq [C, C], Wk and Wv side by side [C, 2C], Wo [C, C]. */
export interface AttentionWeights {
  readonly query: tf.Tensor2D;
  readonly queryBias: tf.Tensor1D;
  readonly keyValue: tf.Tensor2D;
  readonly keyValueBias: tf.Tensor1D;
  readonly output: tf.Tensor2D;
  readonly outputBias: tf.Tensor1D;
}

/** Deviation of GPT-2's initialisation; layers that add to the residual stream start smaller by √(2L). */
const deviation = 0.02;
const residual = (layers: number) => normal(deviation / Math.sqrt(2 * layers));

export function addAttention(
  parameters: ParameterSet,
  name: string,
  { width: C, layers }: BlockOptions,
): AttentionWeights {
  return {
    query: parameters.add<tf.Rank.R2>(`${name}.query`, [C, C], normal(deviation)),
    queryBias: parameters.add<tf.Rank.R1>(`${name}.query-bias`, [C], zeros),
    keyValue: parameters.add<tf.Rank.R2>(`${name}.key-value`, [C, 2 * C], normal(deviation)),
    keyValueBias: parameters.add<tf.Rank.R1>(`${name}.key-value-bias`, [2 * C], zeros),
    output: parameters.add<tf.Rank.R2>(`${name}.output`, [C, C], residual(layers)),
    outputBias: parameters.add<tf.Rank.R1>(`${name}.output-bias`, [C], zeros),
  };
}

// #region keys-and-values
/** Keys, which come first, and values of y [B, S, C] side by side, [B, S, 2C]. */
export function keysAndValues(
  y: tf.Tensor3D,
  weights: AttentionWeights,
  { heads: H }: BlockOptions,
  rotation: Rotation | null = null,
): tf.Tensor3D {
  const kv = linear(y, weights.keyValue, weights.keyValueBias);
  return rotary(kv, H, rotation); // turns H heads: the keys
}
// #endregion keys-and-values

// #region multi-head
/** Queries from x [B, T, C] meet keys and values [B, S, 2C]. */
export function multiHeadAttention(
  x: tf.Tensor3D,
  kv: tf.Tensor3D,
  mask: Mask,
  weights: AttentionWeights,
  { heads: H }: BlockOptions,
  rotation: Rotation | null = null,
  onWeights?: (weights: tf.Tensor4D) => void, // [B, H, T, S]
): tf.Tensor3D {
  const q = rotary(linear(x, weights.query, weights.queryBias), H, rotation); // [B, T, C]
  const heads = attendWithHeads(q, kv, H, mask, onWeights);
  return linear(heads, weights.output, weights.outputBias);
}
// #endregion multi-head

export interface FeedForwardWeights {
  readonly up: tf.Tensor2D;
  readonly upBias: tf.Tensor1D;
  /** Only for SwiGLU. */
  readonly gate: tf.Tensor2D | null;
  readonly down: tf.Tensor2D;
  readonly downBias: tf.Tensor1D;
}

/** Width 4C; SwiGLU has a third matrix, so it takes 8C/3 to have as many parameters (Shazeer 2020). */
export function addFeedForward(
  parameters: ParameterSet,
  name: string,
  { width: C, layers, activation }: BlockOptions,
): FeedForwardWeights {
  const F = activation === 'swiglu' ? Math.round((8 * C) / 3) : 4 * C;
  return {
    up: parameters.add<tf.Rank.R2>(`${name}.up`, [C, F], normal(deviation)),
    upBias: parameters.add<tf.Rank.R1>(`${name}.up-bias`, [F], zeros),
    gate:
      activation === 'swiglu'
        ? parameters.add<tf.Rank.R2>(`${name}.gate`, [C, F], normal(deviation))
        : null,
    down: parameters.add<tf.Rank.R2>(`${name}.down`, [F, C], residual(layers)),
    downBias: parameters.add<tf.Rank.R1>(`${name}.down-bias`, [C], zeros),
  };
}

// #region feed-forward
/**
 * FFN(x) = φ(x W₁ + b₁) W₂ + b₂, at every position alike.
 * SwiGLU: (SiLU(x W_g) ⊙ (x W_u + b₁)) W_d + b₂; up is W₁ or W_u, down is W₂ or W_d.
 */
export function feedForward(
  x: tf.Tensor3D,
  weights: FeedForwardWeights,
  activation: Activation,
): tf.Tensor3D {
  const { up, upBias, gate, down, downBias } = weights;
  // The same as below with GELU for φ, in one operation.
  if (activation === 'gelu') return geluFeedForward(x, up, upBias, down, downBias);
  const inner = linear(x, up, upBias); // [B, T, F], F = 4C, with SwiGLU 8C/3
  const hidden: tf.Tensor3D = gate === null ? tf.relu(inner) : tf.mul(silu(linear(x, gate)), inner);
  return linear(hidden, down, downBias); // [B, T, C]
}
// #endregion feed-forward

// #region residual
/** x + Sub(LN(x)), the norm before (pre), or LN(x + Sub(x)) (post). */
export function residualBlock(
  x: tf.Tensor3D,
  norm: NormWeights,
  options: BlockOptions,
  pass: Pass,
  sublayer: (x: tf.Tensor3D) => tf.Tensor3D,
): tf.Tensor3D {
  const plus = (x: tf.Tensor3D, y: tf.Tensor3D) => addDropped(x, y, options.dropout, pass.random);
  if (options.norm === 'post') return applyNorm(plus(x, sublayer(x)), norm);
  const [passing, normal] = branchNorm(x, norm.gain, norm.bias); // x and LN(x)
  return plus(passing, sublayer(normal));
}
// #endregion residual

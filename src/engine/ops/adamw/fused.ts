/** One step of AdamW over all parameters in two kernels, in place. */
import type * as tf from '@tensorflow/tfjs-core';
import type { PerStep } from '../../replay.ts';
import { runFused } from '../kernel.ts';

/**
 * Changes θ, m, v [N] and the parameters `p0`, `p1`, … in place, given `g0`, `g1`, … and `decay` [N],
 * 1 where weight decay applies; → the norm of g.
 */
export const adamwKernel = 'AdamW';

export interface AdamWStep {
  /** Largest norm of the gradient; 0 for any. */
  readonly clip: number;
  readonly beta1: number;
  readonly beta2: number;
  /** 1 − β₁ and 1 − β₂: from a β in fp32 they would be off by 1e-5. */
  readonly rest1: number;
  readonly rest2: number;
  /** 1 / (1 − β₁ᵗ) and 1 / (1 − β₂ᵗ). */
  readonly unbias1: number;
  readonly unbias2: number;
  readonly eta: number;
  /** 1 − η λ. */
  readonly keep: number;
  readonly epsilon: number;
}

export interface AdamWAttributes {
  readonly step: PerStep<AdamWStep>;
}

/** @returns the global norm of the gradient before clipping */
export function fusedAdamW(
  state: { theta: tf.Tensor1D; m: tf.Tensor1D; v: tf.Tensor1D; decay: tf.Tensor1D },
  parameters: readonly tf.Tensor[],
  gradients: readonly tf.Tensor[],
  step: PerStep<AdamWStep>,
): tf.Scalar {
  const named = (name: string, tensors: readonly tf.Tensor[]) =>
    Object.fromEntries(tensors.map((tensor, index) => [`${name}${index}`, tensor]));
  const inputs = { ...state, ...named('p', parameters), ...named('g', gradients) };
  return runFused(adamwKernel, inputs, { step });
}

/** The feed-forward layer of a Transformer, where its activation is GELU. */
import type * as tf from '@tensorflow/tfjs-core';
import { gelu } from '../activation/index.ts';
import { hasFused } from '../kernel.ts';
import { linear } from '../linear/index.ts';
import { feedForwardKernel, fusedFeedForward } from './fused.ts';

/**
 * GELU(x W₁ + b₁) W₂ + b₂.
 * @param x [..., C]
 * @param up W₁ [C, F], with its bias [F]
 * @param down W₂ [F, C], with its bias [C]
 * @returns [..., C]
 */
export function geluFeedForward<T extends tf.Tensor>(
  x: T,
  up: tf.Tensor2D,
  upBias: tf.Tensor1D,
  down: tf.Tensor2D,
  downBias: tf.Tensor1D,
): T {
  if (hasFused(feedForwardKernel)) return fusedFeedForward(x, up, upBias, down, downBias) as T;
  return linear(gelu(linear(x, up, upBias)), down, downBias);
}

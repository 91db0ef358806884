/** Reads the attention weights of a forward pass back as plain arrays. */
import * as tf from '@tensorflow/tfjs-core';
import type { AttentionLayer } from './model.ts';
import type { Pass } from './layers.ts';

/**
 * Runs `forward` once and collects what it reports, for the first example of the batch.
 */
export async function recordAttention(forward: (pass: Pass) => void): Promise<AttentionLayer[]> {
  const found: { kind: 'self' | 'cross'; layer: number; weights: tf.Tensor4D }[] = [];
  tf.tidy(() => {
    forward({
      random: null,
      onAttention: (kind, layer, weights) => {
        found.push({ kind, layer, weights: tf.keep(tf.clone(weights)) });
      },
    });
  });
  const layers: AttentionLayer[] = [];
  for (const { kind, layer, weights } of found) {
    const values = (await weights.array()) as number[][][][];
    layers.push({ kind, layer, heads: values[0]! });
    weights.dispose();
  }
  return layers;
}

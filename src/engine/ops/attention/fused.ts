/** Multi-head attention in one kernel forward and one backward, without splitting or transposing. */
import * as tf from '@tensorflow/tfjs-core';
import { runFusedAll } from '../kernel.ts';

/** query [B, T, C], key and value side by side [B, S, 2C], maybe real [B, S] → [B, T, C], weights [B, H, T, S]. */
export const attentionKernel = 'MultiHeadAttention';
/** dy, query, keyValue, the output, weights → gradients of query and keyValue. */
export const attentionGradientKernel = 'MultiHeadAttentionGradient';

export interface AttentionAttributes {
  readonly heads: number;
  readonly causal: boolean;
}

/** What may be seen: with `causal` nothing later, with `real` [B, S] nothing that is padding. */
export interface AttentionMask {
  readonly causal: boolean;
  readonly real: tf.Tensor2D | null;
}

type Four = [tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor];

export function fusedAttention(
  query: tf.Tensor3D,
  keyValue: tf.Tensor3D,
  heads: number,
  { causal, real }: AttentionMask,
): tf.Tensor3D {
  const compute = tf.customGrad((...args) => {
    const [query, keyValue, save] = args as [tf.Tensor, tf.Tensor, tf.GradSaveFunc];
    const inputs = { query, keyValue };
    const [value, weights] = runFusedAll(
      attentionKernel,
      real === null ? inputs : { ...inputs, real },
      { heads, causal },
    ) as [tf.Tensor, tf.Tensor];
    save([query, keyValue, value, weights]);
    const gradFunc = (dy: tf.Tensor, saved: tf.Tensor[]) => {
      const [query, keyValue, output, weights] = saved as Four;
      const inputs = { dy, query, keyValue, output, weights };
      return runFusedAll(attentionGradientKernel, inputs, { heads, causal });
    };
    return { value, gradFunc };
  });
  return compute(query, keyValue) as tf.Tensor3D;
}

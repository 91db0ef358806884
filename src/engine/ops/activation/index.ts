/** The activation functions of the Transformers' feed-forward layers. */
import * as tf from '@tensorflow/tfjs-core';
import { hasFused } from '../kernel.ts';
import { fusedGelu, geluKernel } from './fused.ts';

// #region activations
/** GELU(x) = x Φ(x) (Hendrycks & Gimpel 2016); gradient Φ(x) + x φ(x). */
export function gelu<T extends tf.Tensor>(x: T): T {
  if (hasFused(geluKernel)) return fusedGelu(x);
  const compute = tf.customGrad((x, save) => {
    const input = x as tf.Tensor;
    const error = tf.erf(tf.mul(input, Math.SQRT1_2));
    const phi = tf.mul(0.5, tf.add(1, error)); // Φ(x)
    (save as tf.GradSaveFunc)([input, phi]);
    const gradFunc = (dy: tf.Tensor, [input, phi]: tf.Tensor[]) => {
      const bell = tf.exp(tf.mul(-0.5, tf.square(input!)));
      const density = tf.mul(1 / Math.sqrt(2 * Math.PI), bell); // the density φ(x)
      return tf.mul(dy, tf.add(phi!, tf.mul(input!, density)));
    };
    return { value: tf.mul(input, phi), gradFunc };
  });
  return compute(x) as T;
}

/** SiLU(x) = x σ(x). */
export function silu<T extends tf.Tensor>(x: T): T {
  return tf.mul(x, tf.sigmoid(x));
}
// #endregion activations

/** tf.tidy and tf.dispose for structures whose types TensorFlow.js's own signatures do not admit (readonly fields and arrays). */
import * as tf from '@tensorflow/tfjs-core';

/** Runs `f`, keeps the tensors found anywhere in its result and disposes the rest. */
export function tidy<T extends object>(f: () => T): T {
  return tf.tidy(f as () => tf.TensorContainer) as T;
}

/** Disposes every tensor found anywhere in `structure`. */
export function dispose(structure: object): void {
  tf.dispose(structure as tf.TensorContainer);
}

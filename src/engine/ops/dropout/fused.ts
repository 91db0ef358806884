/** Dropout in one kernel, which is its own gradient: the mask is computed again rather than kept. */
import * as tf from '@tensorflow/tfjs-core';
import type { Words } from '../../../maths/random/threefry.ts';
import type { PerStep } from '../../replay.ts';
import { runFused } from '../kernel.ts';

/** x → x ⊙ mask, of any shape. */
export const dropoutKernel = 'Dropout';

/** x, y → x + y ⊙ mask. */
export const addDroppedKernel = 'AddDropped';

export interface DropoutMask {
  /** Of the generator. */
  readonly key: PerStep<Words>;
  /** Elements whose random word of 32 bits is below it are dropped. */
  readonly threshold: number;
  /** What the others are multiplied by. */
  readonly scale: number;
}

export function fusedDropout<T extends tf.Tensor>(x: T, mask: DropoutMask): T {
  const drop = (x: tf.Tensor) => runFused(dropoutKernel, { x }, { ...mask });
  const compute = tf.customGrad((x) => ({ value: drop(x as tf.Tensor), gradFunc: drop }));
  return compute(x) as T;
}

export function fusedAddDropped<T extends tf.Tensor>(x: T, y: T, mask: DropoutMask): T {
  const compute = tf.customGrad((...inputs) => {
    const [x, y] = inputs as [tf.Tensor, tf.Tensor];
    return {
      value: runFused(addDroppedKernel, { x, y }, { ...mask }),
      gradFunc: (dy: tf.Tensor) => [dy.clone(), runFused(dropoutKernel, { x: dy }, { ...mask })],
    };
  });
  return compute(x, y) as T;
}

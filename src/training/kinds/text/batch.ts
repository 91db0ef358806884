/** From windows to a batch. */
import * as tf from '@tensorflow/tfjs-core';
import type { WindowBatch } from '../../../models/model.ts';
import type { Windows } from './windows.ts';

export function windowBatch({ B, T, input, labels }: Windows): WindowBatch {
  return {
    input: tf.tensor2d(input, [B, T], 'int32'),
    labels: tf.tensor2d(labels, [B, T], 'int32'),
  };
}

/** Defect 3: token ids are embedded before they reach the decoder, which embeds them itself. */
import * as tf from '@tensorflow/tfjs-core';
import type { See } from '../exhibit.ts';
import { ids, normal } from '../kit.ts';

const [B, V, E] = [4, 29, 8];

/** The decoder's first act. */
const decode = (tokens: tf.Tensor): tf.Tensor =>
  tf.gather(normal([V, E], 'target table'), tokens as tf.Tensor1D);

export function broken(see: See): void {
  // #region broken
  const tokens = ids([B, 1], V);
  const sourceTable = normal([V, E], 'source');
  const embedded = tf.gather(sourceTable, tokens);
  see({ tokens, embedded });
  const decoded = decode(embedded);
  see({ decoded });
  // #endregion broken
}

export function fixed(see: See): void {
  // #region fixed
  const tokens = ids([B, 1], V);
  see({ tokens });
  const decoded = decode(tokens); // embeds them itself
  see({ decoded });
  // #endregion fixed
}

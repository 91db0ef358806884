/** Continuing texts token by token with a language model. */
import * as tf from '@tensorflow/tfjs-core';
import type { LanguageModel } from './model.ts';

/**
 * Continues B sequences of one length by `count` tokens. A token costs one position: what was read
 * before is in the cache.
 *
 * A full window slides, and then every token in it stands at another position, so that nothing in
 * the cache is right any more. The oldest quarter is therefore dropped at once and the rest read
 * again: the model sees between three quarters of its context and all of it, and reads on average
 * three more positions for each token, in one pass every so often.
 *
 * @param sequences ids, at least one each
 * @param choose takes the logits [V] of one sequence and gives its next token
 * @returns the new ids of each sequence
 */
export async function continueSequences(
  model: LanguageModel,
  sequences: readonly (readonly number[])[],
  count: number,
  choose: (logits: Float32Array) => number,
): Promise<number[][]> {
  const { context } = model;
  const dropped = Math.max(1, Math.floor(context / 4));
  const [B, start] = [sequences.length, sequences[0]!.length];
  const all = sequences.map((ids) => [...ids]);
  let cache = model.createCache(B);
  let unread = Math.min(start, context);
  for (let n = 0; n < count; n++) {
    if (cache.length + unread > context) {
      cache.dispose();
      cache = model.createCache(B);
      unread = context + 1 - dropped;
    }
    const ids = tf.tensor2d(
      all.map((ids) => ids.slice(-unread)),
      [B, unread],
      'int32',
    );
    const logits = model.read(ids, cache); // [B, V]
    const values = (await logits.data()) as Float32Array;
    tf.dispose([ids, logits]);
    const V = values.length / B;
    for (const [b, ids] of all.entries()) {
      ids.push(choose(values.subarray(b * V, (b + 1) * V)));
    }
    unread = 1;
  }
  cache.dispose();
  return all.map((ids) => ids.slice(start));
}

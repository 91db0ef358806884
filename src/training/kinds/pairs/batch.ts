/** From pairs to a batch, padded and shifted. */
import * as tf from '@tensorflow/tfjs-core';
import type { SequenceBatch } from '../../../models/model.ts';
import type { Pair, Seq2SeqData } from '../../../tasks/task.ts';
import { BOS, EOS, PAD } from '../../../tasks/vocabulary.ts';
import { idsOf, padRows } from '../tokens.ts';

// #region shift
/** The decoder reads <bos> y₁ … yₙ and must write y₁ … yₙ <eos>. */
export function sequenceBatch(
  pairs: readonly Pair[], // B of them
  data: Seq2SeqData,
): SequenceBatch {
  const { sourceVocabulary: from, targetVocabulary: to } = data;
  const sources = pairs.map(({ source }) => idsOf(source, from));
  const targets = pairs.map(({ target }) => idsOf(target, to));
  const T = data.sizes.targetLength;
  const labels = padRows(
    targets.map((y) => [...y, EOS]),
    T,
  ); // [B, T]
  return {
    source: padRows(sources, data.sizes.sourceLength), // [B, S]
    input: padRows(
      targets.map((y) => [BOS, ...y]),
      T,
    ), // [B, T]
    labels,
    weights: tf.cast(tf.notEqual(labels, PAD), 'float32'), // 0 at padding
  };
}
// #endregion shift

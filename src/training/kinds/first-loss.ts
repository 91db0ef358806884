/**
 * Which losses a model can have before it was trained. A backend whose commands fail in silence
 * gives zeros, or whatever lay in its memory; this tells such numbers from those of a model.
 */
import { numberField, type ModelId, type RunConfig } from '../config.ts';
import type { Facts } from './trainer.ts';

/**
 * Deviation of the matrix that makes the logits, times its width: no logit is much larger, because
 * a Transformer multiplies it by a normalised vector of length √C, and a row is about σ√C long.
 * Where the matrix is the embedding table, the token just read comes close to that (a first loss of
 * 6.8 for ln V = 3.4 at width 64). The features of an LSTM are small at the start, its logits smaller.
 */
function largestLogit(model: ModelId, width: number): number {
  switch (model) {
    case 'lstm-seq2seq':
      return 1;
    case 'transformer-decoder':
      return 0.02 * width;
    case 'transformer-encoder-decoder':
      return Math.sqrt(width);
  }
}

/**
 * Whether `loss` can be the first one, in nats a token. There is no lower bound but 0, which takes
 * infinitely large logits: a table used twice starts with any loss above it where the text repeats
 * its last token. The upper one is ln V with two logits as far apart as they can be, and 2 for rows
 * that are longer than most, as they may be where the width is small.
 */
export function canBeFirst(
  loss: number,
  config: RunConfig,
  { vocabulary }: Pick<Facts, 'vocabulary'>,
): boolean {
  // With one token there is nothing to guess.
  if (vocabulary <= 1) return true;
  const logit = largestLogit(config.model, numberField(config, 'd'));
  return loss > 0 && loss <= Math.log(vocabulary) + 2 * logit + 2;
}

/**
 * Which losses a model can have before it was trained. A backend whose commands fail in silence
 * gives zeros, or whatever lay in its memory; this tells such numbers from those of a model.
 */
import type { RunConfig } from '../config.ts';
import { numberField } from '../fields/read.ts';
import { models } from './index.ts';
import type { Facts } from './trainer.ts';

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
  const logit = models[config.model].largestLogit(numberField(config, 'd'));
  return loss > 0 && loss <= Math.log(vocabulary) + 2 * logit + 2;
}

/** Learning from a text: a model guesses the next token. */
import { numberField } from '../../config.ts';
import { blocksFootprint } from '../blocks.ts';
import type { Kind, ModelSpec } from '../kind.ts';
import type { TextSizes } from '../sizes.ts';

const decoder: ModelSpec<TextSizes> = {
  variants: ['positions', 'activation', 'norm', 'tied'],
  // A table of deviation 0.02, times a normalised vector of length √C, times √C for a row of it.
  largestLogit: (width) => 0.02 * width,
  footprint: (config, { vocabulary }) =>
    blocksFootprint(config, { source: null, T: numberField(config, 'context'), V: vocabulary }),
};

export const text = {
  id: 'language',
  models: { 'transformer-decoder': decoder },
  evaluationBatch: 16,
  unit: { zh: '字符', en: 'character' },
  score: 'perplexity',
  heldOut: (count) => ({ zh: `留出 ${count} 个词元`, en: `${count} tokens held out` }),
  inReach: ['attention', 'steps', 'lr'],
} as const satisfies Kind;

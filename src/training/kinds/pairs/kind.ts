/** Learning from pairs: a model reads one sequence and writes another. */
import { blocksFootprint } from '../blocks.ts';
import type { Kind, ModelSpec } from '../kind.ts';
import type { PairSizes } from '../sizes.ts';
import { lstmFootprint } from './lstm.ts';

const lstm: ModelSpec<PairSizes> = {
  variants: ['attention'],
  // The features are small at the start, and their logits smaller.
  largestLogit: () => 1,
  footprint: lstmFootprint,
};

const encoderDecoder: ModelSpec<PairSizes> = {
  variants: ['positions', 'activation', 'norm', 'tied'],
  // A matrix of deviation 1/√C, times a normalised vector of length √C, times √C for a row of it.
  largestLogit: Math.sqrt,
  footprint: (config, { sourceVocabulary, sourceLength, targetVocabulary, targetLength }) =>
    blocksFootprint(config, {
      source: { vocabulary: sourceVocabulary, S: sourceLength },
      T: targetLength,
      V: targetVocabulary,
    }),
};

export const pairs = {
  id: 'seq2seq',
  models: { 'lstm-seq2seq': lstm, 'transformer-encoder-decoder': encoderDecoder },
  evaluationBatch: 128,
  unit: { zh: '符号', en: 'symbol' },
  score: 'accuracy',
  heldOut: (count) => ({ zh: `留出 ${count} 对`, en: `${count} pairs held out` }),
  inReach: ['attention', 'steps'],
} as const satisfies Kind;

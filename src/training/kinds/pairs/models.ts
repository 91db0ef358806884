/** The models that learn from pairs, as the page knows them; `build.ts` makes them. */
import type { PairSizes } from '../../../tasks/task.ts';
import {
  activation,
  attention,
  dropout,
  embedding,
  heads,
  layers,
  norm,
  positions,
  tied,
  width,
} from '../../fields/architecture.ts';
import {
  minutes,
  optimisation,
  steps,
  targetAccuracy,
  targetLoss,
  teacher,
} from '../../fields/optimisation.ts';
import { blocksFootprint } from '../blocks.ts';
import type { ModelSpec } from '../kind.ts';
import { lstmFootprint } from './lstm.ts';

export const pairModels = {
  'lstm-seq2seq': {
    name: { zh: 'LSTM 序列到序列', en: 'LSTM seq2seq' },
    fields: [
      layers(1),
      width(128),
      embedding(32),
      attention('dot'),
      dropout,
      ...optimisation({ batch: 64, lr: 0.005, warmup: 20 }),
      teacher,
      steps,
      targetAccuracy,
      targetLoss,
      minutes,
    ],
    variants: ['attention'],
    // The features are small at the start, and their logits smaller.
    largestLogit: () => 1,
    footprint: lstmFootprint,
  },
  'transformer-encoder-decoder': {
    name: { zh: 'Transformer（编码器–解码器）', en: 'Transformer (encoder–decoder)' },
    fields: [
      layers(2),
      width(64),
      heads(4),
      positions('sinusoidal'),
      norm('pre'),
      activation('relu'),
      tied,
      dropout,
      ...optimisation({ batch: 64, lr: 0.002, warmup: 50 }),
      steps,
      targetAccuracy,
      targetLoss,
      minutes,
    ],
    variants: ['positions', 'activation', 'norm', 'tied'],
    // A matrix of deviation 1/√C, times a normalised vector of length √C, times √C for a row of it.
    largestLogit: Math.sqrt,
    footprint: (chosen, { sourceVocabulary, sourceLength, targetVocabulary, targetLength }) =>
      blocksFootprint(chosen, {
        source: { vocabulary: sourceVocabulary, S: sourceLength },
        T: targetLength,
        V: targetVocabulary,
      }),
  },
} as const satisfies Readonly<Record<string, ModelSpec<PairSizes>>>;

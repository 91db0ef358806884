/** The models that learn from a text, as the page knows them; `build.ts` makes them. */
import type { TextSizes } from '../../../tasks/task.ts';
import {
  activation,
  context,
  dropout,
  heads,
  layers,
  norm,
  positions,
  tied,
  width,
} from '../../fields/architecture.ts';
import { minutes, optimisation, steps, targetLoss } from '../../fields/optimisation.ts';
import { numberField } from '../../fields/read.ts';
import { blocksFootprint } from '../blocks.ts';
import type { ModelSpec } from '../kind.ts';

export const textModels = {
  'transformer-decoder': {
    name: { zh: 'Transformer（仅解码器）', en: 'Transformer (decoder only)' },
    fields: [
      layers(2),
      width(64),
      heads(4),
      context(64),
      positions('learned'),
      norm('pre'),
      activation('gelu'),
      tied,
      dropout,
      ...optimisation({ batch: 16, lr: 0.003, warmup: 50 }),
      steps,
      targetLoss,
      minutes,
    ],
    variants: ['positions', 'activation', 'norm', 'tied'],
    // A table of deviation 0.02, times a normalised vector of length √C, times √C for a row of it.
    largestLogit: (width) => 0.02 * width,
    footprint: (chosen, { vocabulary }) =>
      blocksFootprint(chosen, { source: null, T: numberField(chosen, 'context'), V: vocabulary }),
  },
} as const satisfies Readonly<Record<string, ModelSpec<TextSizes>>>;

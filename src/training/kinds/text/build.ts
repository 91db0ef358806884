/** Making and training the models that learn from a text. */
import type { LanguageModel } from '../../../models/model.ts';
import { TransformerDecoder } from '../../../models/transformer-decoder.ts';
import { numberField } from '../../fields/read.ts';
import { blockOptions } from '../choices.ts';
import { learning, type Build } from '../learning.ts';
import type { textModels } from './models.ts';
import { windowPattern } from './pattern.ts';
import { LanguageTrainer } from './trainer.ts';

const models: Readonly<Record<keyof typeof textModels, Build<'text', LanguageModel>>> = {
  'transformer-decoder': (chosen, { vocabulary }, random) =>
    new TransformerDecoder(
      {
        ...blockOptions(chosen),
        vocabulary,
        context: numberField(chosen, 'context'),
        tied: chosen.fields['tied'] === true,
      },
      random,
    ),
};

export const textLearning = learning({
  id: 'text',
  models,
  trainer: (...given) => new LanguageTrainer(...given),
  pattern: windowPattern,
  logits: (model, { input }) => model.logits(input),
});

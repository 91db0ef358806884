/** Making the models that learn from a text. */
import type { Random } from '../../../maths/random/streams.ts';
import type { LanguageModel } from '../../../models/model.ts';
import { TransformerDecoder } from '../../../models/transformer-decoder.ts';
import { numberField, type Chosen } from '../../fields/read.ts';
import { blockOptions } from '../choices.ts';
import type { TextSizes } from '../sizes.ts';
import type { textModels } from './models.ts';

type Build = (chosen: Chosen, sizes: TextSizes, random: Random) => LanguageModel;

export const buildTexts: Readonly<Record<keyof typeof textModels, Build>> = {
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

/** The models that learn from a text. */
import type { Random } from '../../../maths/random/streams.ts';
import type { LanguageModel } from '../../../models/model.ts';
import { TransformerDecoder } from '../../../models/transformer-decoder.ts';
import { numberField, type RunConfig } from '../../config.ts';
import { blockOptions } from '../choices.ts';
import type { TextSizes } from '../sizes.ts';

/** @throws Error where the model is of another kind */
export function buildTextModel(
  config: RunConfig,
  { vocabulary }: TextSizes,
  random: Random,
): LanguageModel {
  switch (config.model) {
    case 'transformer-decoder':
      return new TransformerDecoder(
        {
          ...blockOptions(config),
          vocabulary,
          context: numberField(config, 'context'),
          tied: config.fields['tied'] === true,
        },
        random,
      );
    default:
      throw new Error(`${config.model} does not learn from a text.`);
  }
}

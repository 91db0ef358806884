/** The models that learn from pairs. */
import type { Random } from '../../../maths/random/streams.ts';
import { LstmSeq2Seq } from '../../../models/lstm-seq2seq.ts';
import type { SequenceModel } from '../../../models/model.ts';
import { TransformerEncoderDecoder } from '../../../models/transformer-encoder-decoder.ts';
import { BOS, EOS, PAD } from '../../../tasks/vocabulary.ts';
import { numberField, type RunConfig } from '../../config.ts';
import { blockOptions, choice } from '../choices.ts';
import type { PairSizes } from '../sizes.ts';

const special = { pad: PAD, bos: BOS, eos: EOS };

/** @throws Error where the model is of another kind */
export function buildPairModel(
  config: RunConfig,
  { sourceVocabulary, targetVocabulary, sourceLength, targetLength }: PairSizes,
  random: Random,
): SequenceModel {
  const vocabularies = { sourceVocabulary, targetVocabulary };
  switch (config.model) {
    case 'lstm-seq2seq':
      return new LstmSeq2Seq(
        {
          ...vocabularies,
          ...special,
          embedding: numberField(config, 'embed'),
          hidden: numberField(config, 'd'),
          layers: numberField(config, 'layers'),
          attention: choice(config, 'attention', ['none', 'dot', 'additive']),
          teacherForcing: numberField(config, 'teacher'),
          dropout: numberField(config, 'dropout'),
        },
        random,
      );
    case 'transformer-encoder-decoder':
      return new TransformerEncoderDecoder(
        {
          ...blockOptions(config),
          ...vocabularies,
          ...special,
          sourceLength,
          targetLength,
          tied: config.fields['tied'] === true,
        },
        random,
      );
    default:
      throw new Error(`${config.model} does not learn from pairs.`);
  }
}

/** Making and training the models that learn from pairs. */
import { LstmSeq2Seq } from '../../../models/lstm-seq2seq.ts';
import type { SequenceModel } from '../../../models/model.ts';
import { TransformerEncoderDecoder } from '../../../models/transformer-encoder-decoder.ts';
import { BOS, EOS, PAD } from '../../../tasks/vocabulary.ts';
import { choiceField, numberField } from '../../fields/read.ts';
import { blockOptions } from '../choices.ts';
import { learning, type Build } from '../learning.ts';
import type { pairModels } from './models.ts';
import { pairPattern } from './pattern.ts';
import { SequenceTrainer } from './trainer.ts';

const special = { pad: PAD, bos: BOS, eos: EOS };

const models: Readonly<Record<keyof typeof pairModels, Build<'pairs', SequenceModel>>> = {
  'lstm-seq2seq': (chosen, { sourceVocabulary, targetVocabulary }, random) =>
    new LstmSeq2Seq(
      {
        ...special,
        sourceVocabulary,
        targetVocabulary,
        embedding: numberField(chosen, 'embed'),
        hidden: numberField(chosen, 'd'),
        layers: numberField(chosen, 'layers'),
        attention: choiceField(chosen, 'attention', ['none', 'dot', 'additive']),
        teacherForcing: numberField(chosen, 'teacher'),
        dropout: numberField(chosen, 'dropout'),
      },
      random,
    ),
  'transformer-encoder-decoder': (chosen, sizes, random) =>
    new TransformerEncoderDecoder(
      {
        ...blockOptions(chosen),
        ...special,
        sourceVocabulary: sizes.sourceVocabulary,
        targetVocabulary: sizes.targetVocabulary,
        sourceLength: sizes.sourceLength,
        targetLength: sizes.targetLength,
        tied: chosen.fields['tied'] === true,
      },
      random,
    ),
};

export const pairLearning = learning({
  id: 'pairs',
  models,
  trainer: (...given) => new SequenceTrainer(...given),
  pattern: pairPattern,
  logits: (model, batch) => model.logits(batch),
});

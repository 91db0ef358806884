/** From a checked configuration to a model, its optimizer and what trains it. */
import { AdamW } from '../../engine/optimizer.ts';
import { createRandom } from '../../maths/random/streams.ts';
import { LstmSeq2Seq } from '../../models/lstm-seq2seq.ts';
import type { AnyModel } from '../../models/model.ts';
import { TransformerDecoder } from '../../models/transformer-decoder.ts';
import { TransformerEncoderDecoder } from '../../models/transformer-encoder-decoder.ts';
import type { Activation, BlockOptions, NormPlacement, Positions } from '../../models/layers.ts';
import type { LanguageData, Seq2SeqData } from '../../tasks/task.ts';
import { BOS, EOS, PAD } from '../../tasks/vocabulary.ts';
import { numberField, type RunConfig } from '../config.ts';
import { sizesOf, type DataSizes } from './sizes.ts';
import { LanguageTrainer } from './text/trainer.ts';
import { SequenceTrainer } from './pairs/trainer.ts';
import type { Trainer } from './trainer.ts';

function choice<T extends string>(config: RunConfig, name: string, values: readonly T[]): T {
  const value = values.find((candidate) => candidate === config.fields[name]);
  if (value === undefined) {
    throw new Error(
      `The field ${name} is ${String(config.fields[name])}, not one of ${values.join(', ')}.`,
    );
  }
  return value;
}

const positions: readonly Positions[] = ['learned', 'sinusoidal', 'rotary'];
const activations: readonly Activation[] = ['gelu', 'relu', 'swiglu'];
const norms: readonly NormPlacement[] = ['pre', 'post'];

function blockOptions(config: RunConfig): BlockOptions {
  return {
    width: numberField(config, 'd'),
    heads: numberField(config, 'heads'),
    layers: numberField(config, 'layers'),
    activation: choice(config, 'activation', activations),
    norm: choice(config, 'norm', norms),
    positions: choice(config, 'positions', positions),
    dropout: numberField(config, 'dropout'),
  };
}

const special = { pad: PAD, bos: BOS, eos: EOS };

/** @throws Error where the model and the kind of data do not belong together */
export function buildModel(config: RunConfig, data: Seq2SeqData | LanguageData): AnyModel {
  return buildSizedModel(config, sizesOf(data));
}

/** @throws Error where the model and the kind of data do not belong together */
export function buildSizedModel(config: RunConfig, sizes: DataSizes): AnyModel {
  const random = createRandom(config.seed, 'initialisation');
  if (config.model === 'transformer-decoder') {
    if (sizes.kind !== 'language') throw new Error(`${config.model} needs a text, not pairs.`);
    return new TransformerDecoder(
      {
        ...blockOptions(config),
        vocabulary: sizes.vocabulary,
        context: numberField(config, 'context'),
        tied: config.fields['tied'] === true,
      },
      random,
    );
  }
  if (sizes.kind !== 'seq2seq') throw new Error(`${config.model} needs pairs, not a text.`);
  const { sourceVocabulary, targetVocabulary, sourceLength, targetLength } = sizes;
  const vocabularies = { sourceVocabulary, targetVocabulary };
  if (config.model === 'lstm-seq2seq') {
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
  }
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
}

export function buildOptimizer(config: RunConfig, model: AnyModel): AdamW {
  return new AdamW(model.parameters, {
    learningRate: numberField(config, 'lr'),
    warmup: numberField(config, 'warmup'),
    decay: choice(config, 'decay', ['cosine', 'constant']),
    totalSteps: numberField(config, 'steps'),
    clip: numberField(config, 'clip'),
    weightDecay: numberField(config, 'weight-decay'),
  });
}

/**
 * A model with its initial weights, on its data, on the current backend. All of it is built anew at
 * every call, from the seed.
 * @throws ReaderError where the data are too few for the setting
 */
export function buildTrainer(config: RunConfig, data: Seq2SeqData | LanguageData): Trainer {
  const model = buildModel(config, data);
  const optimizer = buildOptimizer(config, model);
  const batch = numberField(config, 'batch');
  try {
    if (model.kind === 'seq2seq' && data.kind === 'seq2seq') {
      return new SequenceTrainer(model, optimizer, data, batch);
    }
    if (model.kind === 'language' && data.kind === 'language') {
      return new LanguageTrainer(model, optimizer, data, batch);
    }
    throw new Error(`${config.model} does not fit data of the kind ${data.kind}.`);
  } catch (error) {
    optimizer.dispose();
    model.dispose();
    throw error;
  }
}

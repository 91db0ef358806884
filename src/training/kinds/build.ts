/** From a checked configuration to a model, its optimizer and what trains it. */
import { AdamW } from '../../engine/optimizer.ts';
import { createRandom } from '../../maths/random/streams.ts';
import type { AnyModel } from '../../models/model.ts';
import type { TaskData } from '../../tasks/task.ts';
import type { RunConfig } from '../config.ts';
import { choiceField, numberField } from '../fields/read.ts';
import { buildPairs } from './pairs/build.ts';
import { SequenceTrainer } from './pairs/trainer.ts';
import { sizesOf, type DataSizes } from './sizes.ts';
import { buildTexts } from './text/build.ts';
import { LanguageTrainer } from './text/trainer.ts';
import type { Trainer } from './trainer.ts';

/** @throws Error where the model and the kind of data do not belong together */
export function buildModel(config: RunConfig, data: TaskData): AnyModel {
  return buildSizedModel(config, sizesOf(data));
}

/** @throws Error where the model is of another kind */
function built<Build>(builds: Readonly<Record<string, Build>>, { model }: RunConfig): Build {
  const build = builds[model];
  if (build === undefined) throw new Error(`${model} does not learn from such data.`);
  return build;
}

/** @throws Error where the model and the kind of data do not belong together */
export function buildSizedModel(config: RunConfig, sizes: DataSizes): AnyModel {
  const random = createRandom(config.seed, 'initialisation');
  switch (sizes.kind) {
    case 'pairs':
      return built(buildPairs, config)(config, sizes, random);
    case 'text':
      return built(buildTexts, config)(config, sizes, random);
  }
}

function buildOptimizer(config: RunConfig, model: AnyModel): AdamW {
  return new AdamW(model.parameters, {
    learningRate: numberField(config, 'lr'),
    warmup: numberField(config, 'warmup'),
    decay: choiceField(config, 'decay', ['cosine', 'constant']),
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
export function buildTrainer(config: RunConfig, data: TaskData): Trainer {
  const model = buildModel(config, data);
  const optimizer = buildOptimizer(config, model);
  const batch = numberField(config, 'batch');
  try {
    if (model.kind === 'pairs' && data.kind === 'pairs') {
      return new SequenceTrainer(model, optimizer, data, batch);
    }
    if (model.kind === 'text' && data.kind === 'text') {
      return new LanguageTrainer(model, optimizer, data, batch);
    }
    throw new Error(`${config.model} does not fit data of the kind ${data.kind}.`);
  } catch (error) {
    optimizer.dispose();
    model.dispose();
    throw error;
  }
}

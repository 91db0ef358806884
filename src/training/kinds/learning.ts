/**
 * A kind of learning, as the worker knows it: how its models are made and trained, and instances of
 * them whose numbers PyTorch can compute too. What the page knows of it is in its `kind.ts`.
 */
import type * as tf from '@tensorflow/tfjs-core';
import { AdamW } from '../../engine/optimizer.ts';
import { createRandom, type Random } from '../../maths/random/streams.ts';
import type { Model, StepRandom } from '../../models/model.ts';
import type { TaskData } from '../../tasks/index.ts';
import type { RunConfig } from '../config.ts';
import { choiceField, numberField, type Chosen } from '../fields/read.ts';
import type { KindId } from './kind.ts';
import type { Trainable } from './step.ts';
import type { Trainer } from './trainer.ts';

type DataOf<Id extends KindId> = Extract<TaskData, { readonly kind: Id }>;
type SizesOf<Id extends KindId> = DataOf<Id>['sizes'];

/** Makes a model with its initial weights. */
export type Build<Id extends KindId, M> = (chosen: Chosen, sizes: SizesOf<Id>, random: Random) => M;

/** Data that follow a formula. */
export interface Pattern<Id extends KindId, Batch> {
  readonly sizes: SizesOf<Id>;
  /** Batch `seed`. */
  readonly batch: (seed: number) => Batch;
}

interface Description<Id extends KindId, Batch extends object, M extends Model & Trainable<Batch>> {
  readonly id: Id;
  /** One for each model of its `kind.ts`. */
  readonly models: Readonly<Record<string, Build<Id, M>>>;
  /** @throws ReaderError where the data are too few for the setting */
  readonly trainer: (model: M, optimizer: AdamW, data: DataOf<Id>, batch: number) => Trainer;
  /** @param sizes as the reference in Python has them */
  readonly pattern: (sizes: unknown) => Pattern<Id, Batch>;
  readonly logits: (model: M, batch: Batch) => tf.Tensor;
}

/** A model and the batches of a pattern; a batch that is asked about is one that `batch` made. */
export interface Instance {
  readonly model: Model;
  readonly batch: (seed: number) => object;
  lossOf(batch: object, random: StepRandom | null): tf.Scalar;
  logitsOf(batch: object): tf.Tensor;
}

/** It takes a setting and data of any kind, and throws an Error where they do not belong together. */
export interface Learning {
  /**
   * A model with its initial weights, on its data, on the current backend. All of it is built anew at
   * every call, from the seed.
   * @throws ReaderError where the data are too few for the setting
   */
  trainer(config: RunConfig, data: TaskData): Trainer;
  instance(config: RunConfig, sizes: unknown): Instance;
}

const isOf = <Id extends KindId>(data: TaskData, id: Id): data is DataOf<Id> => data.kind === id;

function buildOptimizer(config: RunConfig, { parameters }: Model): AdamW {
  return new AdamW(parameters, {
    learningRate: numberField(config, 'lr'),
    warmup: numberField(config, 'warmup'),
    decay: choiceField(config, 'decay', ['cosine', 'constant']),
    totalSteps: numberField(config, 'steps'),
    clip: numberField(config, 'clip'),
    weightDecay: numberField(config, 'weight-decay'),
  });
}

export function learning<
  Id extends KindId,
  Batch extends object,
  M extends Model & Trainable<Batch>,
>({ id, models, trainer, pattern, logits }: Description<Id, Batch, M>): Learning {
  function modelOf(config: RunConfig, sizes: SizesOf<Id>): M {
    const build = models[config.model];
    if (build === undefined) throw new Error(`${config.model} does not learn from ${id}.`);
    return build(config, sizes, createRandom(config.seed, 'initialisation'));
  }
  return {
    trainer(config, data) {
      if (!isOf(data, id)) throw new Error(`These data are ${data.kind}, not ${id}.`);
      const model = modelOf(config, data.sizes as SizesOf<Id>);
      const optimizer = buildOptimizer(config, model);
      try {
        return trainer(model, optimizer, data, numberField(config, 'batch'));
      } catch (error) {
        optimizer.dispose();
        model.dispose();
        throw error;
      }
    },
    instance(config, sizes) {
      const { batch, sizes: own } = pattern(sizes);
      const model = modelOf(config, own);
      return {
        model,
        batch,
        lossOf: (batch: Batch, random) => model.loss(batch, random),
        logitsOf: (batch: Batch) => logits(model, batch),
      };
    },
  };
}

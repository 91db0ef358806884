/** What computes, of every kind of learning: from a checked configuration to what trains it. */
import type { TaskData } from '../../tasks/index.ts';
import type { RunConfig } from '../config.ts';
import { kindOfModel } from './index.ts';
import type { KindId } from './kind.ts';
import type { Instance, Learning } from './learning.ts';
import { pairLearning } from './pairs/build.ts';
import { textLearning } from './text/build.ts';
import type { Trainer } from './trainer.ts';

const learnings: Readonly<Record<KindId, Learning>> = { pairs: pairLearning, text: textLearning };

/** @see Learning.trainer */
export const buildTrainer = (config: RunConfig, data: TaskData): Trainer =>
  learnings[data.kind].trainer(config, data);

/** @param sizes of the model and its batches, as the reference in Python has them */
export const buildInstance = (config: RunConfig, sizes: unknown): Instance =>
  learnings[kindOfModel(config.model).id].instance(config, sizes);

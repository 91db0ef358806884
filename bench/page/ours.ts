/** The tasks as this handbook trains them: its models, its optimizer, its step. */
import * as tf from '@tensorflow/tfjs-core';
import { AdamW } from '../../src/engine/optimizer.ts';
import { ReplayedStep } from '../../src/engine/replay.ts';
import { createRandom } from '../../src/maths/random/streams.ts';
import type { SequenceBatch, StepRandom, WindowBatch } from '../../src/models/model.ts';
import { LstmSeq2Seq } from '../../src/models/lstm-seq2seq.ts';
import { TransformerDecoder } from '../../src/models/transformer-decoder.ts';
import { trainOn } from '../../src/training/kinds/step.ts';
import type { GptTask, LstmTask, Task } from '../tasks.ts';
import type { Launcher } from './counting.ts';
import { batches, type Batch } from './data.ts';
import type { Trainer } from './timing.ts';

const optimizerOptions = {
  learningRate: 1e-3,
  warmup: 0,
  decay: 'constant',
  totalSteps: 1e9,
  clip: 0,
  weightDecay: 0,
} as const;

type Launch = (batch: Batch) => tf.Scalar;

const random = () => ({
  dropout: createRandom(1, 'dropout'),
  teacher: createRandom(1, 'teacher'),
});

function lstm(task: LstmTask): { launch: Launch; parameters: number } {
  const { vocabulary: V, batch: B, length: T } = task;
  const model = new LstmSeq2Seq(
    {
      ...task,
      sourceVocabulary: V,
      targetVocabulary: V,
      teacherForcing: 1,
      dropout: 0,
      pad: -1,
      bos: 1,
      eos: 2,
    },
    createRandom(1, 'init'),
  );
  const optimizer = new AdamW(model.parameters, optimizerOptions);
  const streams = random();
  const step = new ReplayedStep((batch: SequenceBatch, random: StepRandom) =>
    trainOn(batch, model, optimizer, random),
  );
  const launch: Launch = (ids) => {
    const [source, input, labels] = [ids.source, ids.input, ids.labels].map((one) =>
      tf.tensor2d(one, [B, T], 'int32'),
    ) as [tf.Tensor2D, tf.Tensor2D, tf.Tensor2D];
    const weights = tf.ones<tf.Rank.R2>([B, T]);
    return step.run({ source, input, labels, weights }, streams);
  };
  return { launch, parameters: model.parameters.size };
}

function gpt(task: GptTask): { launch: Launch; parameters: number } {
  const { batch: B, context: T } = task;
  const model = new TransformerDecoder(
    {
      ...task,
      activation: 'gelu',
      norm: 'pre',
      tied: false,
    },
    createRandom(1, 'init'),
  );
  const optimizer = new AdamW(model.parameters, optimizerOptions);
  const streams = random();
  const step = new ReplayedStep((batch: WindowBatch, random: StepRandom) =>
    trainOn(batch, model, optimizer, random),
  );
  const launch: Launch = (ids) => {
    const [input, labels] = [ids.input, ids.labels].map((one) =>
      tf.tensor2d(one, [B, T], 'int32'),
    ) as [tf.Tensor2D, tf.Tensor2D];
    return step.run({ input, labels }, streams);
  };
  return { launch, parameters: model.parameters.size };
}

/** A trainer on the current backend. */
export function ownTrainer(task: Task): Trainer & Launcher {
  const { launch, parameters } = task.kind === 'lstm' ? lstm(task) : gpt(task);
  const draw = batches(task);
  const launchNext = (): tf.Scalar => tf.tidy(() => launch(draw()));
  return {
    parameters,
    launch: launchNext,
    async step() {
      const value = launchNext();
      const [loss] = await value.data();
      value.dispose();
      return loss!;
    },
  };
}

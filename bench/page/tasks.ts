/** The work that is timed: the two named tasks and sweeps away from them, with data drawn at random. */
import * as tf from '@tensorflow/tfjs-core';
import { AdamW } from '../../src/engine/optimizer.ts';
import { createRandom } from '../../src/maths/random.ts';
import { LstmSeq2Seq } from '../../src/models/lstm-seq2seq.ts';
import { TransformerDecoder } from '../../src/models/transformer-decoder.ts';
import { trainSequences, trainWindows } from '../../src/training/step.ts';

/** An LSTM sequence-to-sequence model, one encoder and one decoder layer unless said otherwise. */
export interface LstmTask {
  readonly kind: 'lstm';
  readonly vocabulary: number;
  readonly embedding: number;
  readonly hidden: number;
  readonly layers: number;
  readonly attention: 'none' | 'dot' | 'additive';
  /** Source and target length. */
  readonly length: number;
  readonly batch: number;
}

/** A decoder-only Transformer: pre-norm, GELU, learned positions, untied head. */
export interface GptTask {
  readonly kind: 'gpt';
  readonly vocabulary: number;
  readonly width: number;
  readonly heads: number;
  readonly layers: number;
  readonly context: number;
  readonly batch: number;
}

export type Task = LstmTask | GptTask;

export interface Timing {
  /** Milliseconds of every timed step. */
  readonly steps: number[];
  /** Milliseconds from the start of the first step to its loss. */
  readonly first: number;
  readonly loss: number;
  readonly parameters: number;
  readonly tensors: number;
}

const optimizerOptions = {
  learningRate: 1e-3,
  warmup: 0,
  decay: 'constant',
  totalSteps: 1e9,
  clip: 0,
  weightDecay: 0,
} as const;

function prepare(task: Task): { step: () => tf.Scalar; parameters: number } {
  const data = createRandom(1, 'data');
  const ids = (rows: number, columns: number, limit: number) =>
    tf.tensor2d(
      Int32Array.from({ length: rows * columns }, () => data.integer(limit)),
      [rows, columns],
      'int32',
    );
  const random = { dropout: createRandom(1, 'dropout'), teacher: createRandom(1, 'teacher') };
  if (task.kind === 'lstm') {
    const { vocabulary: V, batch: B, length: T } = task;
    const model = new LstmSeq2Seq(
      {
        ...task,
        ...{ sourceVocabulary: V, targetVocabulary: V },
        ...{ teacherForcing: 1, dropout: 0, pad: -1, bos: 1, eos: 2 },
      },
      createRandom(1, 'init'),
    );
    const optimizer = new AdamW(model.parameters, optimizerOptions);
    const step = (): tf.Scalar =>
      tf.tidy(() => {
        const [source, input, labels] = [ids(B, T, V), ids(B, T, V), ids(B, T, V)];
        const batch = { source, input, labels, weights: tf.ones<tf.Rank.R2>([B, T]) };
        return trainSequences(model, batch, optimizer, random);
      });
    return { step, parameters: model.parameters.size };
  }
  const { vocabulary: V, batch: B, context: T } = task;
  const model = new TransformerDecoder(
    {
      ...task,
      ...{ activation: 'gelu', norm: 'pre', positions: 'learned', dropout: 0, tied: false },
    },
    createRandom(1, 'init'),
  );
  const optimizer = new AdamW(model.parameters, optimizerOptions);
  const step = (): tf.Scalar =>
    tf.tidy(() =>
      trainWindows(model, { input: ids(B, T, V), labels: ids(B, T, V) }, optimizer, random),
    );
  return { step, parameters: model.parameters.size };
}

/** Times steps of a task on the current backend; the loss is read back after each. */
export async function time(task: Task, warmup: number, steps: number): Promise<Timing> {
  const { step, parameters } = prepare(task);
  const one = async (): Promise<number> => {
    const value = step();
    const [loss] = await value.data();
    value.dispose();
    return loss!;
  };
  const start = performance.now();
  await one();
  const first = performance.now() - start;
  for (let i = 1; i < warmup; i++) await one();
  const timed: number[] = [];
  let loss = 0;
  for (let i = 0; i < steps; i++) {
    const from = performance.now();
    loss = await one();
    timed.push(performance.now() - from);
  }
  return { steps: timed, first, loss, parameters, tensors: tf.memory().numTensors };
}

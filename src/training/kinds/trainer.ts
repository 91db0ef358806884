/**
 * One model on one task: training steps, looks at held-out examples, answers to questions. It knows
 * nothing of states, clocks or messages; the session drives it.
 */
import * as tf from '@tensorflow/tfjs-core';
import type * as z from 'zod/mini';
import type { AdamW, AdamWState } from '../../engine/optimizer.ts';
import { ReplayedStep } from '../../engine/replay.ts';
import { ReaderError, type Localised } from '../../language.ts';
import type { Random } from '../../maths/random/streams.ts';
import type { StepRandom } from '../../models/model.ts';
import type { Baselines } from '../../tasks/task.ts';
import type { Answer, Question } from './messages.ts';
import { trainOn, type Trainable } from './step.ts';

export interface Evaluation {
  /** Nats per target token, over the same examples at every look. */
  readonly heldOutLoss: number;
  /** What else was counted; `accuracy` in [0, 1] may end a run. */
  readonly scores: Readonly<Record<string, number>>;
  /** What the page shows of it: samples, attention … */
  readonly answers: readonly Answer[];
}

export interface Facts {
  readonly parameters: number;
  /** Among how many the model has to guess. */
  readonly vocabulary: number;
  readonly baselines: Baselines;
  readonly heldOutSize: number;
  /** Tokens of the training text; 0 where examples are drawn without end. */
  readonly trainTokens: number;
  readonly notes: readonly Localised[];
}

/** The random streams of a run. */
export interface Streams extends StepRandom {
  readonly data: Random;
  readonly sampling: Random;
}

export interface Trainer {
  readonly facts: Facts;
  /** Steps between two evaluations. */
  readonly evaluateEvery: number;
  /** One step. @returns the loss tensor, owned by the caller, and the target tokens trained on */
  step(streams: Streams): { loss: tf.Scalar; tokens: number };
  /**
   * The loss is that of the whole held-out set (bounded), so that the values of a run can be compared;
   * `quick` has only a fixed part of it written out freely.
   */
  evaluate(quick: boolean, sampling: Random): Promise<Evaluation>;
  /**
   * @param seed of what is drawn for the answer
   * @throws ReaderError where it cannot be answered
   */
  ask(question: Question, seed: number): Promise<Answer>;
  /** Where parameters and optimizer stand; no step may be taken until that has been read. */
  state(): Promise<AdamWState>;
  /** Goes on from there. */
  restore(state: AdamWState): void;
  /** Back to the initial parameters and optimizer state. */
  reset(): void;
  dispose(): void;
}

/** A batch that was drawn; its tensors are made inside the step. */
export interface Drawn<Batch> {
  readonly make: () => Batch;
  /** Target tokens in it. */
  readonly tokens: number;
}

/** A trainer that follows the gradient: it owns the model, the optimizer and the replayed step. */
export abstract class GradientTrainer<
  Batch extends object,
  Model extends Trainable<Batch> & { dispose(): void },
  OwnQuestion,
> implements Trainer {
  abstract readonly facts: Facts;
  abstract readonly evaluateEvery: number;
  protected readonly model: Model;
  readonly #optimizer: AdamW;
  readonly #questions: z.ZodMiniType<OwnQuestion>;
  readonly #step = new ReplayedStep((batch: Batch, random: StepRandom) =>
    trainOn(batch, this.model, this.#optimizer, random),
  );

  /** @param questions those that this kind answers */
  constructor(model: Model, optimizer: AdamW, questions: z.ZodMiniType<OwnQuestion>) {
    this.model = model;
    this.#optimizer = optimizer;
    this.#questions = questions;
  }

  protected abstract draw(data: Random): Drawn<Batch>;
  abstract evaluate(quick: boolean, sampling: Random): Promise<Evaluation>;
  protected abstract answer(question: OwnQuestion, seed: number): Promise<Answer>;

  step(streams: Streams): { loss: tf.Scalar; tokens: number } {
    const { make, tokens } = this.draw(streams.data);
    return { loss: tf.tidy(() => this.#step.run(make(), streams)), tokens };
  }

  async ask(question: Question, seed: number): Promise<Answer> {
    const { success, data } = this.#questions.safeParse(question);
    if (!success) {
      throw new ReaderError('not-answered', {
        zh: '这一种模型不回答这样的问题。',
        en: 'A model of this kind does not answer such a question.',
      });
    }
    return this.answer(data, seed);
  }

  state(): Promise<AdamWState> {
    return this.#optimizer.state();
  }

  restore(state: AdamWState): void {
    this.#optimizer.restore(state);
  }

  reset(): void {
    this.#optimizer.reset();
  }

  dispose(): void {
    this.#step.dispose();
    this.#optimizer.dispose();
    this.model.dispose();
  }
}

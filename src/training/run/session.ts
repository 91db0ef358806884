/**
 * The life of a run: `idle → preparing → running ⇄ paused → finished | failed`. Requests and
 * slices of training take turns in one queue, so a request never meets a half-done step. The
 * clock, the way out, the assets and the engine come from outside, so that a session runs as
 * well without a worker.
 */
import * as tf from '@tensorflow/tfjs-core';
import { isLost, turnsOutLost } from '../../engine/backends.ts';
import { forgetFaults, throwFault, withoutFaults } from '../../engine/fault.ts';
import { ReaderError } from '../../language.ts';
import { answerTo, attentionOf, notPrepared, type Question } from './answers.ts';
import { configProblem } from '../config-problem.ts';
import { numberField, type BackendId, type RunConfig } from '../config.ts';
import { describe, deviceLost, implausible, notFinite } from './failures.ts';
import { canBeFirst } from '../kinds/first-loss.ts';
import { Metrics } from './metrics.ts';
import { Pace } from './pace.ts';
import { prepare, type PreparingOptions } from '../backend/prepare.ts';
import type { Request, RunState } from './protocol.ts';
import { createStreams, stepsPerRead, takeSteps, type Streams } from './slice.ts';
import { reachedTarget, type FinishReason } from './targets.ts';
import type { Trainer } from '../kinds/trainer.ts';

export interface SessionOptions extends PreparingOptions {
  /** Lets waiting messages in. */
  breathe(): Promise<void>;
}

/** What is built for one configuration. */
interface Prepared {
  readonly config: RunConfig;
  readonly ownText: string | undefined;
  readonly trainer: Trainer;
  readonly backend: BackendId;
}

type StartRequest = Extract<Request, { type: 'start' }>;

export class Session {
  readonly #options: SessionOptions;
  #queue: Promise<void> = Promise.resolve();
  /** Counts devices: what was begun on a lost one is over. */
  #device = 0;
  #state: RunState = 'idle';
  #prepared: Prepared | null = null;
  #streams: Streams = createStreams(0);
  #step = 0;
  #example = '';

  #metrics = new Metrics();
  #pace = new Pace();

  constructor(options: SessionOptions) {
    this.#options = options;
  }

  /** Queues a request. @returns a promise that resolves when it has been dealt with */
  handle(request: Request): Promise<void> {
    return this.#enqueue(() => this.#answer(request));
  }

  /** Frees the model; the session may be started again. */
  dispose(): void {
    this.#prepared?.trainer.dispose();
    this.#prepared = null;
    this.#state = 'idle';
  }

  #enqueue(task: () => Promise<void>): Promise<void> {
    const device = this.#device;
    this.#queue = this.#queue
      .then(task)
      .then(throwFault)
      .catch(async (error: unknown) => {
        if (this.#prepared !== null && !(error instanceof ReaderError)) await turnsOutLost();
        if (device === this.#device) this.#fail(error);
      });
    return this.#queue;
  }

  async #answer(request: Request): Promise<void> {
    switch (request.type) {
      case 'start':
        return this.#start(request);
      case 'pause':
        if (this.#state === 'running') this.#pause();
        return;
      case 'resume':
        if (this.#state === 'paused') this.#run();
        return;
      case 'step':
        if (this.#state === 'paused' || this.#state === 'idle') await this.#singleStep();
        return;
      case 'reset':
        if (this.#prepared !== null && this.#state !== 'failed') this.#reset();
        return;
      case 'attend':
      case 'generate':
      case 'probe-causality':
        return this.#tryAnswer(request);
    }
  }

  async #start({ mode, config, ownText, base }: StartRequest): Promise<void> {
    const same =
      this.#prepared !== null &&
      this.#prepared.ownText === ownText &&
      JSON.stringify(this.#prepared.config) === JSON.stringify(config);
    if (!same || this.#state === 'failed' || mode === 'measure') {
      await this.#prepare(config, ownText, base, mode === 'measure');
    } else if (this.#state === 'finished') this.#reset();
    if (mode === 'step') await this.#singleStep();
    else if (mode === 'run') this.#run();
  }

  /** @param afresh measure the backends again, whatever is remembered */
  async #prepare(
    config: RunConfig,
    ownText: string | undefined,
    base: string,
    afresh: boolean,
  ): Promise<void> {
    this.dispose();
    this.#clear(config.seed);
    this.#setState('preparing');
    const problem = configProblem(config);
    if (problem !== null) throw new ReaderError('configuration', problem);

    const { trainer, backend } = await prepare({ config, ownText, base, afresh }, this.#options);
    forgetFaults();
    this.#prepared = { config, ownText, trainer, backend: backend.id };
    void backend.lost.then(() => this.#loseDevice(trainer));
    this.#example = trainer.example;
    this.#options.post({
      type: 'prepared',
      backend: backend.id,
      threads: backend.threads,
      ...trainer.facts,
      baselines: { ...trainer.facts.baselines },
      notes: [...trainer.facts.notes],
    });
    this.#setState('idle');
  }

  #run(): void {
    this.#setState('running');
    void this.#enqueue(() => this.#slice());
  }

  #pause(): void {
    this.#sendMetrics();
    this.#setState('paused');
  }

  async #singleStep(): Promise<void> {
    const { trainer } = this.#need();
    this.#setState('running');
    await this.#train(1);
    if (this.#state !== 'running') return;
    await this.#evaluate(trainer, true);
    this.#pause();
  }

  /** Trains for one slice, then lets others in and comes back while the state stays `running`. */
  async #slice(): Promise<void> {
    if (this.#state !== 'running') return;
    const { trainer, config, backend } = this.#need();
    const started = this.#options.now();
    const total = numberField(config, 'steps');
    const untilEvaluation = trainer.evaluateEvery - (this.#step % trainer.evaluateEvery);
    const count = Math.min(untilEvaluation, total - this.#step, stepsPerRead(backend));
    await this.#train(this.#pace.next(count));
    const trained = this.#options.now();
    this.#metrics.addSlice(trained - started);
    const reason = await this.#checkProgress(trainer, config);
    this.#metrics.addSlice(this.#options.now() - trained);
    if (reason !== null) this.#finish(reason);
    if (this.#state !== 'running') return;
    await this.#options.breathe();
    void this.#enqueue(() => this.#slice());
  }

  /** Takes `count` steps and reads their losses back in one go. */
  async #train(count: number): Promise<void> {
    const { trainer, config, backend } = this.#need();
    const started = this.#options.now();
    const take = () => takeSteps(trainer, this.#streams, count);
    // What a backend refuses it refuses at once; waiting for its word each time would cost too much.
    const first = this.#step === 0;
    const { losses, tokens } = await (first ? withoutFaults(take) : take());
    if (isLost()) throw deviceLost(backend);
    if (first && Number.isFinite(losses[0]) && !canBeFirst(losses[0]!, config, trainer.facts)) {
      throw implausible(backend, losses[0]!);
    }
    for (const value of Array.from(losses)) {
      this.#step++;
      if (!Number.isFinite(value)) throw notFinite(this.#step);
      this.#metrics.addLoss(this.#step, value);
    }
    const now = this.#options.now();
    this.#metrics.addSteps(tokens, now - started);
    this.#pace.took(count, now - started);
    if (this.#metrics.isDue(now)) this.#sendMetrics();
  }

  /** Evaluates when it is time to, and says whether the run is done. */
  async #checkProgress(trainer: Trainer, config: RunConfig): Promise<FinishReason | null> {
    const done = this.#step >= numberField(config, 'steps');
    const minutes = numberField(config, 'minutes');
    const late = minutes > 0 && this.#metrics.runTime >= minutes * 60_000;
    if (done || late) {
      await this.#evaluate(trainer, false);
      return done ? 'steps' : 'time';
    }
    if (this.#step % trainer.evaluateEvery !== 0) return null;
    const quick = await this.#evaluate(trainer, true);
    if (reachedTarget(config, quick) === null) return null;
    // Only a part of the held-out examples was written out: confirm on all of them.
    return reachedTarget(config, await this.#evaluate(trainer, false));
  }

  async #evaluate(trainer: Trainer, quick: boolean) {
    this.#sendMetrics();
    const evaluation = await trainer.evaluate({ quick, sampling: this.#streams.sampling });
    // A last update that overflowed shows here first.
    if (!Number.isFinite(evaluation.heldOutLoss)) throw notFinite(this.#step);
    this.#options.post({ type: 'evaluation', step: this.#step, ...evaluation });
    this.#options.post(await attentionOf(trainer, this.#example, this.#step));
    const { numTensors, numBytes } = tf.memory();
    this.#options.post({ type: 'memory', tensors: numTensors, bytes: numBytes });
    return evaluation;
  }

  /** Answers a question about the model; what cannot be answered is refused and the run goes on. */
  async #tryAnswer(question: Question): Promise<void> {
    try {
      this.#options.post(await answerTo(question, this.#need(), this.#step));
      if (question.type === 'attend') this.#example = question.text;
    } catch (error) {
      if (!(error instanceof ReaderError)) throw error;
      this.#options.post({ type: 'refused', request: question.type, message: error.localised });
    }
  }

  #reset(): void {
    const { trainer, config } = this.#need();
    trainer.reset();
    this.#clear(config.seed);
    this.#setState('idle');
  }

  #clear(seed: number): void {
    this.#streams = createStreams(seed);
    this.#step = 0;
    this.#metrics = new Metrics();
    this.#pace = new Pace();
  }

  #finish(reason: FinishReason): void {
    this.#sendMetrics();
    this.#options.post({ type: 'finished', reason });
    this.#setState('finished');
  }

  #sendMetrics(): void {
    const { config, trainer } = this.#need();
    const of = { steps: numberField(config, 'steps'), parameters: trainer.facts.parameters };
    const metrics = this.#metrics.take(this.#step, of, this.#options.now());
    if (metrics !== null) this.#options.post(metrics);
  }

  /** What waits for a lost device may wait for ever, so the queue begins anew. */
  #loseDevice(trainer: Trainer): void {
    if (this.#prepared?.trainer !== trainer || this.#state === 'failed') return;
    this.#device++;
    this.#queue = Promise.resolve();
    this.#fail(deviceLost(this.#prepared.backend));
  }

  #fail(cause: unknown): void {
    const prepared = this.#prepared;
    // Whatever broke, it broke for that.
    const error = prepared !== null && isLost() ? deviceLost(prepared.backend) : cause;
    const { code, message } = describe(error);
    this.#options.post({ type: 'failed', code, message });
    this.#setState('failed');
    if (code === 'internal') console.warn(error);
  }

  #need(): Prepared {
    if (this.#prepared === null) throw notPrepared();
    return this.#prepared;
  }

  #setState(state: RunState): void {
    this.#state = state;
    this.#options.post({ type: 'state', state, step: this.#step });
  }
}

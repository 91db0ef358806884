/**
 * The life of a run: `idle → preparing → running ⇄ paused → finished | failed`. Requests and
 * slices of training take turns in one queue, so a request never meets a half-done step. The
 * clock, the way out, the assets and the engine come from outside, so that a session runs as
 * well without a worker.
 */
import { isLost, turnsOutLost } from '../../engine/backends.ts';
import { forgetFaults, throwFault } from '../../engine/fault.ts';
import { ReaderError } from '../../language.ts';
import { prepare, type PreparingOptions } from '../backend/prepare.ts';
import { configProblem } from '../config-problem.ts';
import type { RunConfig } from '../config.ts';
import { numberField } from '../fields/read.ts';
import type { Question } from '../kinds/messages.ts';
import type { Evaluation, Trainer } from '../kinds/trainer.ts';
import { describe, deviceLost, notFinite, notPrepared } from './failures.ts';
import { allFinite } from './finite.ts';
import { Progress, resume, type Prepared } from './progress.ts';
import type { Request, RunState } from './protocol.ts';
import { stepsPerRead } from './slice.ts';
import type { Snapshot } from './snapshot.ts';
import { reachedTarget, type FinishReason } from './targets.ts';

export interface SessionOptions extends PreparingOptions {
  /** Lets waiting messages in. */
  breathe(): Promise<void>;
}

type StartRequest = Extract<Request, { type: 'start' }>;

export class Session {
  readonly #options: SessionOptions;
  #queue: Promise<void> = Promise.resolve();
  /** Counts devices: what was begun on a lost one is over. */
  #device = 0;
  /** Counts chains of slices: whatever is asked for in between, only the last one goes on. */
  #chain = 0;
  #state: RunState = 'idle';
  #prepared: Prepared | null = null;
  #progress = new Progress(0);

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
      case 'snapshot':
        return this.#giveSnapshot();
      case 'ask':
        return this.#ask(request.question);
    }
  }

  async #start({ mode, config, ownText, base, resumeFrom }: StartRequest): Promise<void> {
    const same =
      this.#prepared !== null &&
      this.#prepared.ownText === ownText &&
      JSON.stringify(this.#prepared.config) === JSON.stringify(config);
    if (!same || this.#state === 'failed' || mode === 'measure') {
      await this.#prepare(config, ownText, base, mode === 'measure');
    } else if (this.#state === 'finished') this.#reset();
    if (resumeFrom !== undefined) this.#resume(resumeFrom);
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
    this.#progress = new Progress(config.seed);
    this.#setState('preparing');
    const problem = configProblem(config);
    if (problem !== null) throw new ReaderError('configuration', problem);

    const { trainer, backend } = await prepare({ config, ownText, base, afresh }, this.#options);
    forgetFaults();
    this.#prepared = { config, ownText, trainer, backend: backend.id };
    void backend.lost.then(() => this.#loseDevice(trainer));
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
    const chain = ++this.#chain;
    this.#setState('running');
    void this.#enqueue(() => this.#slice(chain));
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
  async #slice(chain: number): Promise<void> {
    if (this.#state !== 'running' || chain !== this.#chain) return;
    const { trainer, config, backend } = this.#need();
    const started = this.#options.now();
    const total = numberField(config, 'steps');
    const untilEvaluation = trainer.evaluateEvery - (this.#progress.step % trainer.evaluateEvery);
    const count = Math.min(untilEvaluation, total - this.#progress.step, stepsPerRead(backend));
    await this.#train(this.#progress.pace.next(count));
    const trained = this.#options.now();
    this.#progress.metrics.addSlice(trained - started);
    const reason = await this.#checkProgress(trainer, config);
    this.#progress.metrics.addSlice(this.#options.now() - trained);
    if (reason !== null) this.#finish(reason);
    if (this.#state !== 'running') return;
    await this.#options.breathe();
    void this.#enqueue(() => this.#slice(chain));
  }

  /** Takes `count` steps and reads their losses back in one go. */
  async #train(count: number): Promise<void> {
    await this.#progress.train(this.#need(), count, () => this.#options.now());
    if (this.#progress.metrics.isDue(this.#options.now())) this.#sendMetrics();
  }

  /** Evaluates when it is time to, and says whether the run is done. */
  async #checkProgress(trainer: Trainer, config: RunConfig): Promise<FinishReason | null> {
    const done = this.#progress.step >= numberField(config, 'steps');
    const minutes = numberField(config, 'minutes');
    const late = minutes > 0 && this.#progress.metrics.runTime >= minutes * 60_000;
    if (done || late) {
      await this.#evaluate(trainer, false);
      return done ? 'steps' : 'time';
    }
    if (this.#progress.step % trainer.evaluateEvery !== 0) return null;
    const quick = await this.#evaluate(trainer, true);
    if (reachedTarget(config, quick) === null) return null;
    // Only a part of the held-out examples was written out: confirm on all of them.
    return reachedTarget(config, await this.#evaluate(trainer, false));
  }

  async #evaluate(trainer: Trainer, quick: boolean): Promise<Evaluation> {
    this.#sendMetrics();
    const evaluation = await trainer.evaluate(quick, this.#progress.streams.sampling);
    // A last update that overflowed shows here first.
    if (!allFinite(evaluation)) throw notFinite(this.#progress.step);
    const { heldOutLoss, scores, answers } = evaluation;
    const step = this.#progress.step;
    this.#progress.metrics.addLook({ step, heldOutLoss, scores: { ...scores } });
    this.#options.post({
      type: 'evaluation',
      step,
      heldOutLoss,
      scores: { ...scores },
      answers: [...answers],
    });
    return evaluation;
  }

  /** Answers a question about the model; what cannot be answered is refused and the run goes on. */
  async #ask(question: Question): Promise<void> {
    try {
      const { trainer, config } = this.#need();
      const answer = await trainer.ask(question, config.seed + this.#progress.step);
      // A page could not read it.
      if (!allFinite(answer)) throw notFinite(this.#progress.step);
      this.#options.post({ type: 'answer', step: this.#progress.step, answer });
    } catch (error) {
      if (!(error instanceof ReaderError)) throw error;
      this.#options.post({ type: 'refused', question: question.type, message: error.localised });
    }
  }

  async #giveSnapshot(): Promise<void> {
    if (this.#prepared === null || this.#state === 'failed') return;
    const snapshot = await this.#progress.snapshot(this.#prepared);
    this.#options.post({ type: 'snapshot', snapshot });
  }

  /** Waits at the step of the snapshot, and tells its curve. */
  #resume(snapshot: Snapshot): void {
    this.#progress = resume(this.#need(), snapshot);
    this.#setState('idle');
    this.#pause();
    for (const look of snapshot.curve.evaluations) {
      this.#options.post({ type: 'evaluation', ...look, answers: [] });
    }
  }

  #reset(): void {
    const { trainer, config } = this.#need();
    trainer.reset();
    this.#progress = new Progress(config.seed);
    this.#setState('idle');
  }

  #finish(reason: FinishReason): void {
    this.#sendMetrics();
    this.#options.post({ type: 'finished', reason });
    this.#setState('finished');
  }

  #sendMetrics(): void {
    const metrics = this.#progress.tell(this.#need(), this.#options.now());
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
    this.#options.post({ type: 'state', state, step: this.#progress.step });
  }
}

/**
 * The life of a run: `idle → preparing → running ⇄ paused → finished | failed`. Requests and
 * slices of training take turns in one queue, so a request never meets a half-done step. The
 * clock, the way out, the assets and the engine come from outside, so that a session runs as
 * well without a worker.
 */
import * as tf from '@tensorflow/tfjs-core';
import { isLost, turnsOutLost } from '../engine/backends.ts';
import { ReaderError } from '../language.ts';
import { createRandom } from '../maths/random.ts';
import { configProblem, numberField, type BackendId, type RunConfig } from './config.ts';
import { describe, deviceLost, notFinite } from './failures.ts';
import { prepare, type PreparingOptions } from './prepare.ts';
import type { Request, RunEvent, RunState } from './protocol.ts';
import { createStreams, stepsPerRead, takeSteps, type Streams } from './slice.ts';
import type { Trainer } from './trainer.ts';

export interface SessionOptions extends PreparingOptions {
  /** Lets waiting messages in. */
  breathe(): Promise<void>;
}

/** Metrics go out at most 20 times a second. */
const metricsInterval = 50;
const lossWindow = 20;

/** What is built for one configuration. */
interface Prepared {
  readonly config: RunConfig;
  readonly ownText: string | undefined;
  readonly trainer: Trainer;
  readonly backend: BackendId;
}

type StartRequest = Extract<Request, { type: 'start' }>;
type FinishReason = Extract<RunEvent, { type: 'finished' }>['reason'];

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

  #unsent: [number, number][] = [];
  #recent: number[] = [];
  #lastMetrics = 0;
  /** Spent on steps alone, and on steps with evaluation, in ms. */
  #stepTime = 0;
  #runTime = 0;
  #tokens = 0;

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
    this.#queue = this.#queue.then(task).catch(async (error: unknown) => {
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
    this.#prepared = { config, ownText, trainer, backend: backend.id };
    void backend.lost.then(() => this.#loseDevice(trainer));
    this.#example = trainer.example;
    this.#post({
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
    await this.#train(Math.min(untilEvaluation, total - this.#step, stepsPerRead(backend)));
    const reason = await this.#checkProgress(trainer, config);
    this.#runTime += this.#options.now() - started;
    if (reason !== null) this.#finish(reason);
    if (this.#state !== 'running') return;
    await this.#options.breathe();
    void this.#enqueue(() => this.#slice());
  }

  /** Takes `count` steps and reads their losses back in one go. */
  async #train(count: number): Promise<void> {
    const { trainer, backend } = this.#need();
    const started = this.#options.now();
    const { losses, tokens } = await takeSteps(trainer, this.#streams, count);
    if (isLost()) throw deviceLost(backend);
    this.#tokens += tokens;
    for (const value of Array.from(losses)) {
      this.#step++;
      if (!Number.isFinite(value)) throw notFinite(this.#step);
      this.#unsent.push([this.#step, value]);
      this.#recent = [...this.#recent.slice(1 - lossWindow), value];
    }
    this.#stepTime += this.#options.now() - started;
    if (this.#options.now() - this.#lastMetrics >= metricsInterval) this.#sendMetrics();
  }

  /** Evaluates when it is time to, and says whether the run is done. */
  async #checkProgress(trainer: Trainer, config: RunConfig): Promise<FinishReason | null> {
    const done = this.#step >= numberField(config, 'steps');
    const minutes = numberField(config, 'minutes');
    const late = minutes > 0 && this.#runTime >= minutes * 60_000;
    if (done || late) {
      await this.#evaluate(trainer, false);
      return done ? 'steps' : 'time';
    }
    if (this.#step % trainer.evaluateEvery !== 0) return null;
    const quick = await this.#evaluate(trainer, true);
    if (this.#reached(config, quick) === null) return null;
    // Only a part of the held-out examples was written out: confirm on all of them.
    return this.#reached(config, await this.#evaluate(trainer, false));
  }

  #reached(
    config: RunConfig,
    { heldOutLoss, accuracy }: { heldOutLoss: number; accuracy: number | null },
  ): FinishReason | null {
    const targetAccuracy = Number(config.fields['target-accuracy'] ?? 0);
    if (accuracy !== null && targetAccuracy > 0 && accuracy >= targetAccuracy) return 'accuracy';
    const targetLoss = numberField(config, 'target-loss');
    return targetLoss > 0 && heldOutLoss <= targetLoss ? 'loss' : null;
  }

  async #evaluate(trainer: Trainer, quick: boolean) {
    this.#sendMetrics();
    const evaluation = await trainer.evaluate({ quick, sampling: this.#streams.sampling });
    this.#post({ type: 'evaluation', step: this.#step, ...evaluation });
    await this.#sendAttention(trainer, this.#example);
    const { numTensors, numBytes } = tf.memory();
    this.#post({ type: 'memory', tensors: numTensors, bytes: numBytes });
    return evaluation;
  }

  async #sendAttention(trainer: Trainer, text: string): Promise<void> {
    const { input, output, rows, columns, layers } = await trainer.attend(text);
    this.#post({
      type: 'attention',
      step: this.#step,
      input,
      output,
      rows: [...rows],
      columns: [...columns],
      maps: layers.flatMap(({ kind, layer, heads }) =>
        heads.map((weights, head) => ({ kind, layer, head, weights })),
      ),
    });
  }

  /** Answers a question about the model; what cannot be answered is refused and the run goes on. */
  async #tryAnswer(
    request: Extract<Request, { type: 'attend' | 'generate' | 'probe-causality' }>,
  ): Promise<void> {
    try {
      const { trainer, config } = this.#need();
      switch (request.type) {
        case 'attend':
          await this.#sendAttention(trainer, request.text);
          this.#example = request.text;
          return;
        case 'generate': {
          const { prompt, tokens, temperature, topK, topP } = request;
          const random = createRandom(config.seed + this.#step, `generate ${prompt}`);
          const options = { temperature, topK, topP };
          const text = await trainer.generate(prompt, tokens, options, random);
          this.#post({ type: 'generated', prompt, text });
          return;
        }
        case 'probe-causality':
          this.#post({ type: 'causality', ...(await trainer.probeCausality(request.text)) });
      }
    } catch (error) {
      if (!(error instanceof ReaderError)) throw error;
      this.#post({ type: 'refused', request: request.type, message: error.localised });
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
    this.#unsent = [];
    this.#recent = [];
    this.#stepTime = 0;
    this.#runTime = 0;
    this.#tokens = 0;
  }

  #finish(reason: FinishReason): void {
    this.#sendMetrics();
    this.#post({ type: 'finished', reason });
    this.#setState('finished');
  }

  #sendMetrics(): void {
    if (this.#unsent.length === 0) return;
    const { config, trainer } = this.#need();
    const tokensPerSecond = (1000 * this.#tokens) / Math.max(this.#stepTime, 1e-3);
    const remaining = numberField(config, 'steps') - this.#step;
    const perStep = Math.max(this.#runTime, this.#stepTime) / this.#step;
    this.#post({
      type: 'metrics',
      step: this.#step,
      losses: this.#unsent,
      loss: this.#recent.reduce((sum, value) => sum + value, 0) / this.#recent.length,
      tokensPerSecond,
      tokens: this.#tokens,
      seconds: this.#stepTime / 1000,
      flopsPerSecond: 6 * trainer.facts.parameters * tokensPerSecond,
      secondsLeft: (remaining * perStep) / 1000,
    });
    this.#unsent = [];
    this.#lastMetrics = this.#options.now();
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
    this.#post({ type: 'failed', code, message });
    this.#setState('failed');
    if (code === 'internal') console.warn(error);
  }

  #need(): Prepared {
    if (this.#prepared === null) {
      throw new ReaderError('not-prepared', {
        zh: '还没有模型；请先点“训练”。',
        en: 'There is no model yet; press Train first.',
      });
    }
    return this.#prepared;
  }

  #setState(state: RunState): void {
    this.#state = state;
    this.#post({ type: 'state', state, step: this.#step });
  }

  #post(event: RunEvent): void {
    this.#options.post(event);
  }
}

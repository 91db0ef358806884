/** What a run tells of its steps: the losses since the last message, and how fast it goes. */
import type { RunEvent } from './protocol.ts';
import type { RunCurve } from './snapshot.ts';

type MetricsEvent = Extract<RunEvent, { type: 'metrics' }>;
type Look = RunCurve['evaluations'][number];

/** Milliseconds: metrics go out at most 20 times a second. */
const interval = 50;
const lossWindow = 20;

export class Metrics {
  /** Of every step so far. */
  readonly #losses: number[];
  readonly #looks: Look[];
  /** How many of the losses were sent. */
  #told = 0;
  #sent = 0;
  #tokens: number;
  /** Spent on steps alone, and on steps with evaluation, in ms. */
  #stepTime: number;
  #runTime: number;

  /** @param from of a run that is resumed; all of it is told again */
  constructor(from?: RunCurve) {
    this.#losses = Array.from(from?.losses ?? []);
    this.#looks = [...(from?.evaluations ?? [])];
    this.#tokens = from?.tokens ?? 0;
    this.#stepTime = from?.stepTime ?? 0;
    this.#runTime = from?.runTime ?? 0;
  }

  get runTime(): number {
    return this.#runTime;
  }

  addLoss(loss: number): void {
    this.#losses.push(loss);
  }

  /** Replaces a look at the same step. */
  addLook(look: Look): void {
    if (this.#looks.at(-1)?.step === look.step) this.#looks.pop();
    this.#looks.push(look);
  }

  /** Steps took `milliseconds` for so many target tokens. */
  addSteps(tokens: number, milliseconds: number): void {
    this.#tokens += tokens;
    this.#stepTime += milliseconds;
  }

  /** A slice took `milliseconds`, evaluation included. */
  addSlice(milliseconds: number): void {
    this.#runTime += milliseconds;
  }

  isDue(now: number): boolean {
    return now - this.#sent >= interval;
  }

  /** @returns null where nothing is new */
  take(
    { steps, parameters }: { readonly steps: number; readonly parameters: number },
    now: number,
  ): MetricsEvent | null {
    const step = this.#losses.length;
    const first = this.#told;
    if (first === step) return null;
    this.#told = step;
    this.#sent = now;
    const recent = this.#losses.slice(-lossWindow);
    const tokensPerSecond = (1000 * this.#tokens) / Math.max(this.#stepTime, 1e-3);
    const perStep = Math.max(this.#runTime, this.#stepTime) / step;
    return {
      type: 'metrics',
      step,
      losses: this.#losses.slice(first).map((loss, i) => [first + i + 1, loss]),
      loss: recent.reduce((sum, value) => sum + value, 0) / recent.length,
      tokensPerSecond,
      tokens: this.#tokens,
      seconds: this.#stepTime / 1000,
      flopsPerSecond: 6 * parameters * tokensPerSecond,
      secondsLeft: ((steps - step) * perStep) / 1000,
    };
  }

  curve(): RunCurve {
    return {
      losses: Float32Array.from(this.#losses),
      evaluations: [...this.#looks],
      tokens: this.#tokens,
      stepTime: this.#stepTime,
      runTime: this.#runTime,
    };
  }
}

/** What a run tells of its steps: the losses since the last message, and how fast it goes. */
import type { RunEvent } from './protocol.ts';

type MetricsEvent = Extract<RunEvent, { type: 'metrics' }>;

/** Milliseconds: metrics go out at most 20 times a second. */
const interval = 50;
const lossWindow = 20;

export class Metrics {
  #unsent: [number, number][] = [];
  #recent: number[] = [];
  #sent = 0;
  #tokens = 0;
  /** Spent on steps alone, and on steps with evaluation, in ms. */
  #stepTime = 0;
  #runTime = 0;

  get runTime(): number {
    return this.#runTime;
  }

  addLoss(step: number, loss: number): void {
    this.#unsent.push([step, loss]);
    this.#recent = [...this.#recent.slice(1 - lossWindow), loss];
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
    step: number,
    { steps, parameters }: { readonly steps: number; readonly parameters: number },
    now: number,
  ): MetricsEvent | null {
    if (this.#unsent.length === 0) return null;
    const losses = this.#unsent;
    this.#unsent = [];
    this.#sent = now;
    const tokensPerSecond = (1000 * this.#tokens) / Math.max(this.#stepTime, 1e-3);
    const perStep = Math.max(this.#runTime, this.#stepTime) / step;
    return {
      type: 'metrics',
      step,
      losses,
      loss: this.#recent.reduce((sum, value) => sum + value, 0) / this.#recent.length,
      tokensPerSecond,
      tokens: this.#tokens,
      seconds: this.#stepTime / 1000,
      flopsPerSecond: 6 * parameters * tokensPerSecond,
      secondsLeft: ((steps - step) * perStep) / 1000,
    };
  }
}

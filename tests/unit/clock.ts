/** A clock that stands still until a test lets time pass. */
import type { Clock } from '../../src/clock.ts';

interface Alarm {
  at: number;
  readonly run: () => void;
  readonly every: number | null;
}

export class TestClock implements Clock {
  #time = 0;
  readonly #alarms = new Set<Alarm>();

  now = (): number => this.#time;

  every = (seconds: number, run: () => void): (() => void) => this.#set(seconds, run, seconds);

  after = (seconds: number, run: () => void): (() => void) => this.#set(seconds, run, null);

  #set(seconds: number, run: () => void, every: number | null): () => void {
    const alarm = { at: this.#time + seconds, run, every };
    this.#alarms.add(alarm);
    return () => this.#alarms.delete(alarm);
  }

  /** Lets time pass, with all that is due in it. */
  pass(seconds: number): void {
    const end = this.#time + seconds;
    for (;;) {
      const [next] = [...this.#alarms].sort((a, b) => a.at - b.at);
      if (next === undefined || next.at > end) break;
      this.#time = next.at;
      if (next.every === null) this.#alarms.delete(next);
      else next.at += next.every;
      next.run();
    }
    this.#time = end;
  }

  /** The machine sleeps: time has passed, and nothing ran. */
  sleep(seconds: number): void {
    this.#time += seconds;
    for (const alarm of this.#alarms) alarm.at = Math.max(alarm.at, this.#time);
  }
}

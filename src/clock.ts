/** Time and waiting on a page, in seconds; tests pass the time themselves. */

export interface Clock {
  /** Monotonic. */
  readonly now: () => number;
  /** Runs something again and again. @returns ends it */
  readonly every: (seconds: number, run: () => void) => () => void;
  /** Runs something once. @returns calls it off */
  readonly after: (seconds: number, run: () => void) => () => void;
}

export const pageClock: Clock = {
  now: () => performance.now() / 1000,
  every(seconds, run) {
    const timer = setInterval(run, seconds * 1000);
    return () => clearInterval(timer);
  },
  after(seconds, run) {
    const timer = setTimeout(run, seconds * 1000);
    return () => clearTimeout(timer);
  },
};

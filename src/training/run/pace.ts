/**
 * How many steps a slice has: losses are read back together where that saves time, but a request
 * waits for the end of a slice, so where steps are slow a slice is short.
 */

/** Milliseconds; a single step may take longer. */
const longest = 250;

export class Pace {
  /** Unknown at first: the first step compiles, and may take a minute. */
  #perStep = Infinity;

  /** @param most how many steps are read back together at most */
  next(most: number): number {
    return Math.max(1, Math.min(most, Math.floor(longest / Math.max(this.#perStep, 1e-3))));
  }

  took(steps: number, milliseconds: number): void {
    this.#perStep = milliseconds / steps;
  }
}

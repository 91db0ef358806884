/** Waiting, with an end, for what may never come: a driver, a browser's process, a database. */

export class NoAnswer extends Error {
  readonly milliseconds: number;

  constructor(milliseconds: number) {
    super(`There was no answer within ${milliseconds} ms.`);
    this.milliseconds = milliseconds;
  }
}

/**
 * What `ask` gives; what it throws at once is a rejection like any other.
 * @throws NoAnswer where it does not settle within so many milliseconds
 */
export function within<T>(milliseconds: number, ask: () => T | PromiseLike<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    // An answer that stands behind a busy thread has come: it is let in first.
    const giveUp = (): void => void setTimeout(() => reject(new NoAnswer(milliseconds)));
    const timer = setTimeout(giveUp, milliseconds);
    void new Promise<T>((answer) => answer(ask()))
      .then(resolve, reject)
      .finally(() => clearTimeout(timer));
  });
}

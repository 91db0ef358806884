/**
 * A slider takes a new value as soon as a finger is put on it. Where the finger then scrolls the page,
 * the browser takes the pointer away, and the value goes back to what it was.
 */

/** @returns handlers for an `<input type="range">` */
export function unlessScrolled<T>(value: () => T, set: (value: T) => void) {
  let before: T | undefined;
  return {
    onpointerdown: (): void => void (before = value()),
    onpointercancel: (): void => {
      if (before !== undefined) set(before);
    },
  };
}

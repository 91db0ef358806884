/**
 * Events arrive up to twenty times a second; they are handed on together, once a frame, so that
 * the page is laid out once however many come. A hidden tab has no frames: a timer stands in.
 */

export interface Batcher<T> {
  push(item: T): void;
  /** Drops what has not been handed on. */
  clear(): void;
}

const hiddenInterval = 250;

/** The next frame, or a quarter of a second in a hidden tab. */
export function nextFrame(run: () => void): void {
  if (document.hidden) setTimeout(run, hiddenInterval);
  else requestAnimationFrame(run);
}

export function createBatcher<T>(
  deliver: (items: readonly T[]) => void,
  schedule: (run: () => void) => void,
): Batcher<T> {
  let waiting: T[] = [];
  let scheduled = false;
  return {
    push(item) {
      waiting.push(item);
      if (scheduled) return;
      scheduled = true;
      schedule(() => {
        scheduled = false;
        const items = waiting;
        waiting = [];
        if (items.length > 0) deliver(items);
      });
    },
    clear() {
      waiting = [];
    },
  };
}

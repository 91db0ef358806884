/**
 * Events arrive up to twenty times a second; they are handed on together, once a frame, so that the
 * page is laid out once however many come. A page that is hidden or covered may get no frame, or be
 * asked for one and drop it: so a timer runs beside it, and coming back does not wait for either.
 */

export interface Batcher<T> {
  push(item: T): void;
  /** Drops what has not been handed on. */
  clear(): void;
}

const hiddenInterval = 250;
/** As many are handed on at once: the timers of a hidden page may be a minute late. */
const mostWaiting = 64;

/** Runs once: at the next frame, after a quarter of a second, or when the page is shown or hidden. */
export function nextFrame(run: () => void): void {
  const once = (): void => {
    cancelAnimationFrame(frame);
    clearTimeout(timer);
    document.removeEventListener('visibilitychange', once);
    run();
  };
  const frame = requestAnimationFrame(once);
  const timer = setTimeout(once, hiddenInterval);
  document.addEventListener('visibilitychange', once);
}

export function createBatcher<T>(
  deliver: (items: readonly T[]) => void,
  schedule: (run: () => void) => void,
): Batcher<T> {
  let waiting: T[] = [];
  let scheduled = false;
  const handOn = (): void => {
    const items = waiting;
    waiting = [];
    if (items.length > 0) deliver(items);
  };
  return {
    push(item) {
      waiting.push(item);
      if (waiting.length >= mostWaiting) handOn();
      if (scheduled) return;
      scheduled = true;
      schedule(() => {
        scheduled = false;
        handOn();
      });
    },
    clear() {
      waiting = [];
    },
  };
}

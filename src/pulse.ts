/**
 * Whether a worker still lives. A worker that the browser kills fires no event, and one that is stuck
 * in a loop looks like one that computes. So the page asks, the worker answers between two tasks of
 * its own, and the page counts for how long no word came. Where there are Web Locks, the worker
 * also holds one for as long as it lives: being granted that lock means at once that it is gone.
 */
import { pageClock, type Clock } from './clock.ts';

const ask = 'pulse?';
const alive = 'pulse';
const holds = 'pulse-lock';

/** Seconds between two looks at a worker. */
const pulseInterval = 1;

/** Whether a message belongs to the pulse and to nothing else. */
export const isPulse = (data: unknown): boolean => data === ask || data === alive || data === holds;

/** In a worker whose name is unique: answers the page from now on. */
export function givePulse(): void {
  self.addEventListener('message', (event: MessageEvent) => {
    if (event.data === ask) self.postMessage(alive);
  });
  self.postMessage(alive);
  void holdLock();
}

/** Locks that are missing, refused or never granted only leave the death of this worker to be noticed later. */
async function holdLock(): Promise<void> {
  try {
    await navigator.locks.request(self.name, () => {
      self.postMessage(holds);
      return new Promise<never>(() => {});
    });
  } catch {
    // The page goes on asking.
  }
}

export interface PulseListener {
  /** The worker is gone: the browser has ended it. Not told everywhere. */
  readonly onDeath: () => void;
  /** Seconds since the last word of a worker that has spoken before; 0 when it speaks again. */
  readonly onSilence: (seconds: number) => void;
}

/**
 * Watches a worker that calls `givePulse`.
 * @param lockName the worker's name
 * @returns ends the watch
 */
export function watchPulse(
  worker: Worker,
  lockName: string,
  { onDeath, onSilence }: PulseListener,
  clock: Pick<Clock, 'now' | 'every'> = pageClock,
): () => void {
  const controller = new AbortController();
  /** A worker that is still being fetched says nothing, and is not silent. */
  let spoke = false;
  let heard = false;
  let silence = 0;
  let last = clock.now();

  worker.addEventListener(
    'message',
    ({ data }: MessageEvent) => {
      spoke = true;
      heard = true;
      if (silence > 0) onSilence((silence = 0));
      if (data === holds) void waitForLock(lockName, controller.signal, onDeath);
    },
    { signal: controller.signal },
  );
  const stop = clock.every(pulseInterval, () => {
    const now = clock.now();
    // A page that slept, or was frozen, has not listened either.
    const passed = Math.min(now - last, 2 * pulseInterval);
    last = now;
    if (!spoke) return;
    if (!heard) return onSilence((silence += passed));
    heard = false;
    worker.postMessage(ask);
  });
  return () => {
    controller.abort();
    stop();
  };
}

async function waitForLock(name: string, signal: AbortSignal, onDeath: () => void): Promise<void> {
  try {
    await navigator.locks.request(name, { signal }, () => {
      if (!signal.aborted) onDeath();
    });
  } catch {
    // The watch is over, or locks are refused: the page goes on asking.
  }
}

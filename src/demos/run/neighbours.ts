/**
 * Whether other panels train at the same time, on this page or in another tab of this browser: they
 * share the processor, which their readers should know. Each panel that trains says so on a channel.
 */
import type { Clock } from '../../clock.ts';

export interface Channel {
  post(message: unknown): void;
  close(): void;
}

/** @returns null where a browser has no such channels */
export type OpenChannel = (hear: (message: unknown) => void) => Channel | null;

interface Message {
  readonly panel: string;
  readonly trains: boolean;
}

const isMessage = (data: unknown): data is Message =>
  typeof data === 'object' &&
  data !== null &&
  'panel' in data &&
  typeof data.panel === 'string' &&
  'trains' in data &&
  typeof data.trains === 'boolean';

/** Seconds between two words of a panel that trains. */
const interval = 20;
/** After so many intervals without a word, a panel is gone: the timers of a hidden tab may take three. */
const mostMissed = 5;

export const openBroadcast: OpenChannel = (hear) => {
  if (typeof BroadcastChannel === 'undefined') return null;
  const channel = new BroadcastChannel('training');
  channel.onmessage = ({ data }: MessageEvent) => hear(data);
  return { post: (message) => channel.postMessage(message), close: () => channel.close() };
};

export interface Neighbours {
  /** To be told whenever this panel begins or ends training. */
  set(trains: boolean): void;
}

/** @param onCount told how many others train, while this panel does */
export function createNeighbours(
  { open, clock }: { readonly open: OpenChannel; readonly clock: Pick<Clock, 'every'> },
  onCount: (others: number) => void,
): Neighbours {
  const panel = String(Math.random());
  /** Intervals since the last word of each. */
  const missed = new Map<string, number>();
  let channel: Channel | null = null;
  let stop = (): void => {};

  const say = (trains: boolean): void => channel?.post({ panel, trains } satisfies Message);
  const hear = (message: unknown): void => {
    if (!isMessage(message) || message.panel === panel) return;
    const isNew = message.trains && !missed.has(message.panel);
    if (message.trains) missed.set(message.panel, 0);
    else missed.delete(message.panel);
    onCount(missed.size);
    // One that is new has not heard of this panel either.
    if (isNew) say(true);
  };
  const look = (): void => {
    for (const [other, count] of missed) {
      if (count < mostMissed) missed.set(other, count + 1);
      else missed.delete(other);
    }
    onCount(missed.size);
    say(true);
  };

  return {
    set(trains) {
      if (trains === (channel !== null)) return;
      if (trains) {
        channel = open(hear);
        if (channel === null) return;
        stop = clock.every(interval, look);
        say(true);
      } else {
        say(false);
        stop();
        channel?.close();
        channel = null;
        missed.clear();
        onCount(0);
      }
    },
  };
}

/** What a run needs of the page around it; tests bring their own. */
import { pageClock, type Clock } from '../../clock.ts';
import { whyNotLoaded } from '../../loading.ts';
import type { RunClient, RunListener } from '../../training/run/client.ts';
import { nextFrame } from './events.ts';
import { openBroadcast, type OpenChannel } from './neighbours.ts';

export type Connect = (listener: RunListener) => Promise<RunClient>;

const connectToWorker: Connect = async (listener) => {
  const { createRunClient } = await import('../../training/run/client.ts');
  return createRunClient(listener);
};

export interface Surroundings {
  readonly connect: Connect;
  /** Runs something a little later, once. */
  readonly schedule: (run: () => void) => void;
  /** The site's root address. */
  readonly base: () => string;
  readonly clock: Clock;
  /** Where panels tell each other that they train. */
  readonly channel: OpenChannel;
  /** Why the client could not be fetched. */
  readonly whyNotLoaded: typeof whyNotLoaded;
}

export const inPage: Surroundings = {
  connect: connectToWorker,
  schedule: nextFrame,
  base: () => new URL(import.meta.env.BASE_URL.replace(/\/?$/, '/'), location.href).href,
  clock: pageClock,
  channel: openBroadcast,
  whyNotLoaded: () => whyNotLoaded(),
};

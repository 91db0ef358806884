/** A session without a worker, for tests. */
import { expect } from 'vitest';
import { findBackends } from '../../src/engine/backends.ts';
import { configFromQuery, type LabId, type RunConfig } from '../../src/training/config.ts';
import {
  eventSchema,
  requestSchema,
  type Request,
  type RunEvent,
} from '../../src/training/protocol.ts';
import { Session, type SessionOptions } from '../../src/training/session.ts';
import { engine } from './support.ts';

type EventOf<T extends RunEvent['type']> = Extract<RunEvent, { type: T }>;

/** A session that records what it says. */
export class Recorder {
  readonly events: RunEvent[] = [];
  readonly session: Session;
  #config: RunConfig;
  #wake: () => void = () => {};

  /** @param surroundings what differs from a session on this browser without a memory of choices */
  constructor(lab: LabId, query: string, surroundings: Partial<SessionOptions> = {}) {
    const { config, problems } = configFromQuery(new URLSearchParams(query), lab);
    expect(problems).toEqual([]);
    this.#config = config;
    this.session = new Session({
      post: (event) => {
        this.events.push(eventSchema.parse(event));
        this.#wake();
      },
      now: () => performance.now(),
      breathe: () => new Promise((resolve) => setTimeout(resolve)),
      engine,
      loadAsset: async (name) => (await fetch(`/data/${name}`)).text(),
      date: () => Date.now(),
      findBackends,
      // Tested by itself and in choice.test.ts; on a software adapter it takes a while.
      selfCheck: () => Promise.resolve({ passed: true, error: 0, milliseconds: 0 }),
      choices: { read: () => Promise.resolve(undefined), write: () => Promise.resolve() },
      device: 'test',
      ...surroundings,
    });
  }

  send(request: Request): Promise<void> {
    return this.session.handle(requestSchema.parse(request));
  }

  start(
    mode: 'run' | 'step' | 'measure' = 'run',
    changes: Partial<RunConfig> = {},
    ownText?: string,
  ): Promise<void> {
    this.#config = { ...this.#config, ...changes };
    const text = ownText === undefined ? {} : { ownText };
    return this.send({ type: 'start', mode, config: this.#config, base: location.origin, ...text });
  }

  get state(): string {
    return this.last('state').state;
  }

  all<T extends RunEvent['type']>(type: T): EventOf<T>[] {
    return this.events.filter((event): event is EventOf<T> => event.type === type);
  }

  last<T extends RunEvent['type']>(type: T): EventOf<T> {
    const found = this.all(type).at(-1);
    if (found === undefined) throw new Error(`no event of type ${type}`);
    return found;
  }

  async until(condition: () => boolean): Promise<void> {
    while (!condition()) {
      if (this.all('failed').length > 0 && this.state === 'failed') {
        throw new Error(this.last('failed').message.en);
      }
      await new Promise<void>((resolve) => (this.#wake = resolve));
    }
  }

  get losses(): number[] {
    return this.all('metrics').flatMap(({ losses }) => losses.map(([, loss]) => loss));
  }
}

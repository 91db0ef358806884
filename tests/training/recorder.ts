/** A session without a worker, for tests. */
import { expect } from 'vitest';
import { findBackends } from '../../src/engine/probes.ts';
import { configFromQuery } from '../../src/training/config-query.ts';
import type { LabId, RunConfig } from '../../src/training/config.ts';
import {
  eventSchema,
  requestSchema,
  type Request,
  type RunEvent,
} from '../../src/training/run/protocol.ts';
import type { Answer, Question } from '../../src/training/kinds/messages.ts';
import type { Snapshot } from '../../src/training/run/snapshot.ts';
import { Session, type SessionOptions } from '../../src/training/run/session.ts';
import { engine } from '../browser/support.ts';

type EventOf<T extends RunEvent['type']> = Extract<RunEvent, { type: T }>;

/** What surrounds a session in tests: this browser, without a memory of choices. */
export const surroundings: Omit<SessionOptions, 'post'> = {
  now: () => performance.now(),
  date: () => Date.now(),
  breathe: () => new Promise((resolve) => setTimeout(resolve)),
  engine,
  findBackends,
  loadAsset: async (name) => (await fetch(`/data/${name}`)).text(),
  // Tested by itself and in choice.test.ts; on a software adapter it takes a while.
  selfCheck: () => Promise.resolve({ passed: true, error: 0, milliseconds: 0 }),
  choices: { read: () => Promise.resolve(undefined), write: () => Promise.resolve() },
  device: 'test',
};

type Mode = 'run' | 'step' | 'measure';

/** A session that records what it says. */
export class Recorder {
  readonly events: RunEvent[] = [];
  readonly session: Session;
  #config: RunConfig;
  #wake: () => void = () => {};

  /** @param changes what differs from `surroundings` */
  constructor(lab: LabId, query: string, changes: Partial<SessionOptions> = {}) {
    const { config, problems } = configFromQuery(new URLSearchParams(query), lab);
    expect(problems).toEqual([]);
    this.#config = config;
    this.session = new Session({
      ...surroundings,
      post: (event) => {
        this.events.push(eventSchema.parse(event));
        this.#wake();
      },
      ...changes,
    });
  }

  send(request: Request): Promise<void> {
    return this.session.handle(requestSchema.parse(request));
  }

  /** Asks, and gives what was answered. */
  async ask<Q extends Question>(question: Q): Promise<Extract<Answer, { type: Q['type'] }>> {
    await this.send({ type: 'ask', question });
    const { answer } = this.last('answer');
    if (answer.type !== question.type) throw new Error(`no answer to ${question.type}`);
    return answer as Extract<Answer, { type: Q['type'] }>;
  }

  start(
    mode: Mode = 'run',
    changes: Partial<RunConfig> = {},
    ownText?: string,
    resumeFrom?: Snapshot,
  ): Promise<void> {
    const text = ownText === undefined ? {} : { ownText };
    const from = resumeFrom === undefined ? {} : { resumeFrom };
    return this.send({ ...this.#startOf(mode, changes), ...text, ...from });
  }

  /** With a setting that no message could carry. */
  startUnchecked(mode: Mode, changes: Partial<RunConfig>): Promise<void> {
    return this.session.handle(this.#startOf(mode, changes));
  }

  #startOf(mode: Mode, changes: Partial<RunConfig>): Extract<Request, { type: 'start' }> {
    this.#config = { ...this.#config, ...changes };
    return { type: 'start', mode, config: this.#config, base: location.origin };
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

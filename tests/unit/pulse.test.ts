import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { givePulse, isPulse, watchPulse } from '../../src/pulse.ts';
import { TestClock } from './clock.ts';

type Listener = (event: MessageEvent) => void;

/** Two ends that pass messages at once, while both are alive. */
class Wire {
  readonly #page: Listener[] = [];
  readonly #worker: Listener[] = [];
  answers = true;
  readonly worker = {
    addEventListener: (_: string, listener: Listener) => this.#page.push(listener),
    postMessage: (data: unknown) => {
      if (this.answers) for (const hear of this.#worker) hear({ data } as MessageEvent);
    },
  } as unknown as Worker;
  readonly scope = {
    name: 'run-1',
    addEventListener: (_: string, listener: Listener) => this.#worker.push(listener),
    postMessage: (data: unknown) => {
      for (const hear of this.#page) hear({ data } as MessageEvent);
    },
  };
}

let clock: TestClock;
let wire: Wire;
let silence: number[];
let deaths: number;
let stop: () => void;

beforeEach(() => {
  clock = new TestClock();
  wire = new Wire();
  silence = [];
  deaths = 0;
  vi.stubGlobal('self', wire.scope);
  stop = watchPulse(
    wire.worker,
    'run-1',
    { onDeath: () => deaths++, onSilence: (seconds) => silence.push(seconds) },
    clock,
  );
});
afterEach(() => vi.unstubAllGlobals());

/** Web Locks that misbehave. */
const strange: Record<string, object> = {
  missing: {},
  'silent for ever': { locks: { request: () => new Promise(() => {}) } },
  refusing: { locks: { request: () => Promise.reject(new Error('no')) } },
  throwing: {
    locks: {
      request: () => {
        throw new Error('no');
      },
    },
  },
};

describe.each(Object.keys(strange))('where Web Locks are %s', (name) => {
  beforeEach(() => {
    vi.stubGlobal('navigator', strange[name]);
    givePulse();
  });

  it('hears a worker that lives', () => {
    clock.pass(100);
    expect(silence).toEqual([]);
    expect(deaths).toBe(0);
  });

  it('counts for how long a worker says nothing, until it speaks again', () => {
    clock.pass(10);
    wire.answers = false;
    clock.pass(20);
    expect(silence.at(-1)).toBeGreaterThan(15);
    wire.scope.postMessage('anything');
    expect(silence.at(-1)).toBe(0);
    wire.answers = true;
    clock.pass(5);
    expect(silence.at(-1)).toBe(0);
  });

  it('does not take the sleep of the page for silence', () => {
    clock.pass(10);
    wire.answers = false;
    clock.pass(2);
    clock.sleep(3600);
    clock.pass(1);
    expect(silence.at(-1)).toBeLessThan(10);
  });
});

it('says nothing of a worker that is still being fetched', () => {
  clock.pass(300);
  expect(silence).toEqual([]);
});

it('is told of a death at once by the lock that the worker held', async () => {
  const held = new Map<string, Promise<unknown>>();
  let die = (): void => {};
  const request = async (name: string, ...rest: unknown[]) => {
    await held.get(name);
    const holder = new Promise<void>((resolve) => (die = resolve));
    held.set(name, holder);
    await Promise.race([(rest.at(-1) as () => Promise<unknown>)(), holder]);
  };
  vi.stubGlobal('navigator', { locks: { request } });
  givePulse();
  await vi.waitFor(() => expect(held.size).toBe(1));
  expect(deaths).toBe(0);
  die();
  await vi.waitFor(() => expect(deaths).toBe(1));
});

it('ends', () => {
  vi.stubGlobal('navigator', {});
  givePulse();
  clock.pass(10);
  stop();
  wire.answers = false;
  clock.pass(100);
  expect(silence).toEqual([]);
});

it('knows its own messages from those of a run', () => {
  expect(isPulse('pulse')).toBe(true);
  expect(isPulse({ type: 'state' })).toBe(false);
});

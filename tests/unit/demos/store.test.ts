/** A panel's run, with a worker that a test speaks for and a clock that a test moves. */
import { beforeEach, describe, expect, it } from 'vitest';
import { presetConfig } from '../../../src/demos/run/link.ts';
import { RunStore } from '../../../src/demos/run/store.svelte.ts';
import type { Surroundings } from '../../../src/demos/run/surroundings.ts';
import { ReaderError } from '../../../src/language.ts';
import type { RunListener } from '../../../src/training/run/client.ts';
import type { Request, RunEvent, RunState } from '../../../src/training/run/protocol.ts';
import { TestClock } from '../clock.ts';
import { metrics, prepared } from './story.ts';

class Bench {
  readonly clock: TestClock;
  readonly store: RunStore;
  readonly sent: Request[] = [];
  ended = 0;
  #listener: RunListener | null = null;

  constructor(query = 'task=reversal', changes: Partial<Surroundings> = {}) {
    this.clock = new TestClock();
    this.store = new RunStore(
      presetConfig(query.includes('own-text') ? 'transformer' : 'seq2seq', query),
      {
        connect: (listener) => {
          this.#listener = listener;
          return Promise.resolve({
            send: (request) => void this.sent.push(request),
            dispose: () => {
              this.ended++;
            },
          });
        },
        schedule: (run) => run(),
        base: () => 'https://example.org/',
        clock: this.clock,
        channel: () => null,
        ...changes,
      },
    );
  }

  /** The worker says something. */
  say(...events: RunEvent[]): void {
    for (const event of events) this.#listener!.onEvent(event);
  }

  state(state: RunState, step = 0): void {
    this.say({ type: 'state', state, step });
  }

  silent(seconds: number): void {
    this.#listener!.onSilence(seconds);
  }

  async untilRunning(): Promise<void> {
    this.store.start('run');
    await settled();
    this.say(prepared);
    this.state('running');
    this.say(metrics(1, 50));
  }
}

const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

let bench: Bench;
beforeEach(async () => {
  bench = new Bench();
  await bench.untilRunning();
});

describe('pause', () => {
  it('is shown at once, and over when the worker has paused', () => {
    bench.store.pause();
    expect(bench.store.asked).toBe('pause');
    expect(bench.store.view.state).toBe('running');
    bench.say(metrics(51, 60));
    expect(bench.store.asked).toBe('pause');
    bench.state('paused', 60);
    expect(bench.store.asked).toBeNull();
  });

  it('is over when the run ends by itself first', () => {
    bench.store.pause();
    bench.state('finished', 60);
    expect(bench.store.asked).toBeNull();
  });
});

describe('reset', () => {
  it('is shown at once, and ends no worker that answers', async () => {
    bench.store.reset();
    expect(bench.store.asked).toBe('reset');
    await settled();
    bench.state('idle');
    expect(bench.store.asked).toBeNull();
    expect(bench.store.pinned).toHaveLength(1);
    bench.clock.pass(10);
    await settled();
    expect(bench.ended).toBe(0);
    expect(bench.store.view.prepared).not.toBeNull();
  });

  it.each(['at once', 'after a pause that was not answered either'])(
    'ends a worker that does not answer within two seconds, %s',
    async (when) => {
      if (when !== 'at once') bench.store.pause();
      bench.store.reset();
      bench.clock.pass(1.9);
      await settled();
      expect(bench.ended).toBe(0);
      bench.clock.pass(0.1);
      await settled();
      expect(bench.ended).toBe(1);
      expect(bench.store.view).toMatchObject({ state: 'idle', step: 0, prepared: null });
      expect(bench.store.asked).toBeNull();
      expect(bench.store.pinned).toHaveLength(1);
      // And trains again.
      await bench.untilRunning();
      expect(bench.store.view).toMatchObject({ state: 'running', step: 50 });
    },
  );

  it('is not taken for done by a pause on the way', () => {
    bench.store.pause();
    bench.store.reset();
    bench.state('paused', 50);
    expect(bench.store.asked).toBe('reset');
    bench.state('idle');
    expect(bench.store.asked).toBeNull();
  });

  it('gives up a preparation, however long it would take', async () => {
    bench.state('preparing');
    bench.store.reset();
    await settled();
    expect(bench.ended).toBe(1);
    expect(bench.store.view.state).toBe('idle');
  });
});

it('says for how long a worker has been silent, in tens of seconds', async () => {
  for (const [seconds, shown] of [
    [9.9, 0],
    [10.1, 10],
    [34, 30],
    [0, 0],
  ] as const) {
    bench.silent(seconds);
    expect(bench.store.silence).toBe(shown);
  }
  bench.silent(40);
  bench.store.leave();
  await settled();
  expect(bench.store.silence).toBe(0);
});

it('says why the training program could not be fetched, and how to go on', async () => {
  const reason = new ReaderError('renewed', { zh: '更新过。', en: 'It was renewed.' });
  let reached = false;
  const lost = new Bench('task=reversal', {
    connect: () => (reached ? new Promise(() => {}) : Promise.reject(new Error('404'))),
    whyNotLoaded: () => Promise.resolve(reason),
  });
  lost.store.start('run');
  await settled();
  expect(lost.store.view).toMatchObject({
    state: 'failed',
    failure: reason.localised,
    failureCode: 'renewed',
  });
  reached = true;
  lost.store.start('run');
  await settled();
  expect(lost.store.view).toMatchObject({ state: 'preparing', failure: null, failureCode: '' });
});

describe('leaving the page', () => {
  it('pauses a run whose page is put aside, and says so', async () => {
    bench.store.away(true);
    await settled();
    expect(bench.sent.at(-1)).toEqual({ type: 'pause' });
    bench.state('paused', 60);
    expect(bench.ended).toBe(0);
    expect(bench.store.note!.en).toContain('paused');
    bench.store.resume();
    bench.state('running', 60);
    expect(bench.store.note).toBeNull();
  });

  it('ends the worker of a page that goes for good, and keeps the curve', async () => {
    bench.store.away(false);
    await settled();
    expect(bench.ended).toBe(1);
    expect(bench.store.view).toMatchObject({ state: 'failed', step: 50 });
    expect(bench.store.view.failure!.en).toContain('left');
  });
});

it('says that a text which was changed while the run is paused has no effect yet', async () => {
  const own = new Bench('task=own-text');
  own.store.ownText = 'To be, or not to be.';
  await own.untilRunning();
  own.state('paused', 50);
  expect(own.store.changed).toBe(false);
  own.store.ownText = 'That is the question.';
  expect(own.store.changed).toBe(true);
  own.store.start('run');
  expect(own.store.changed).toBe(false);
});

it('stays blocked by a box that still holds a wrong number when the task or the model changes', () => {
  const { store } = new Bench();
  store.setSeed(null);
  store.setTaskParameter('longest', null);
  store.setTask('addition');
  expect([...store.invalid]).toEqual(['seed']);
  const [parameter = ''] = Object.keys(store.config.taskParameters);
  store.setTaskParameter(parameter, null);
  store.setModel('transformer-encoder-decoder');
  expect([...store.invalid]).toEqual([parameter]);
  expect(store.blocked).toBe(true);
});

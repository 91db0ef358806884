/** What the page makes of a worker that fails in one way or another. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createRunClient, type RunClient } from '../../../../src/training/run/client.ts';
import type { RunEvent } from '../../../../src/training/run/protocol.ts';
import { FakeWorker } from '../../fake-worker.ts';

let workers: FakeWorker[];
let events: RunEvent[];
let client: RunClient;
beforeEach(() => {
  workers = [];
  events = [];
  client = createRunClient({ onEvent: (event) => events.push(event), onSilence: () => {} }, () => {
    workers.push(new FakeWorker());
    return workers.at(-1)! as unknown as Worker;
  });
  client.send({ type: 'resume' });
});
afterEach(() => {
  client.dispose();
  vi.unstubAllGlobals();
});

const failure = (): Extract<RunEvent, { type: 'failed' }> | undefined =>
  events.find((event) => event.type === 'failed');

/** The page's end of the story, and a fresh worker for the next one. */
function expectEnd(): void {
  expect(events.at(-1)).toMatchObject({ type: 'state', state: 'failed' });
  expect(events.filter(({ type }) => type === 'failed')).toHaveLength(1);
  expect(workers[0]!.ended).toBe(true);
  client.send({ type: 'resume' });
  expect(workers).toHaveLength(2);
  // What the old one still says concerns nobody.
  const before = events.length;
  workers[0]!.say({ type: 'state', state: 'running', step: 1 });
  workers[0]!.err('late');
  expect(events).toHaveLength(before);
}

it.each([
  [
    'a number that is not finite',
    { type: 'answer', step: 1, answer: { type: 'causality', changed: 'a', maxDifference: NaN } },
  ],
  ['a kind that nobody knows', { type: 'weather' }],
  ['no event at all', 'hello'],
])('ends in a sentence at an event that cannot be read: %s', (_, data) => {
  workers[0]!.say(data);
  const { zh, en } = failure()!.message;
  expect(zh).toMatch(/程序错误.*。$/s);
  expect(en).toMatch(/fault in the program.*\.$/s);
  for (const text of [zh, en]) expect(text).not.toMatch(/[[{]|undefined/);
  expectEnd();
});

it('tells an exception in the worker as a fault, in its own words', async () => {
  workers[0]!.err('Uncaught Error: no such kernel');
  await vi.waitFor(() => expect(failure()).toBeDefined());
  expect(failure()!.message.en).toContain('no such kernel');
  expect(failure()!.message.en).not.toMatch(/memory|Uncaught/);
  expectEnd();
});

it('starts a fresh worker after a failure that the worker itself told', () => {
  const message = { zh: '断了。', en: 'It was lost.' };
  workers[0]!.say({ type: 'failed', code: 'device-lost', message });
  workers[0]!.say({ type: 'state', state: 'failed', step: 3 });
  expect(failure()!.message).toEqual(message);
  expectEnd();
});

describe('a worker that was never fetched', () => {
  const answers: readonly [string, () => Promise<unknown>, string][] = [
    ['without a network', () => Promise.reject(new TypeError('Failed to fetch')), 'offline'],
    ['after a deploy', () => Promise.resolve({ ok: true, status: 200 }), 'renewed'],
    ['from a site in trouble', () => Promise.resolve({ ok: false, status: 503 }), 'site-trouble'],
  ];
  const imports = 'Uncaught TypeError: Failed to fetch dynamically imported module: /_astro/x.js';
  it.each(answers.flatMap((row) => [undefined, imports].map((said) => [...row, said] as const)))(
    '%s',
    async (_, answer, code, said) => {
      const fetch = vi.fn(answer);
      vi.stubGlobal('fetch', fetch);
      vi.stubGlobal('location', { href: 'https://example.org/en/?d=16' });
      workers[0]!.err(said);
      await vi.waitFor(() => expect(failure()).toBeDefined());
      expect(failure()!.code).toBe(code);
      expect(failure()!.message.en).not.toMatch(/memory/);
      expect(fetch.mock.calls[0]).toMatchObject([
        'https://example.org/en/?d=16',
        { method: 'HEAD', cache: 'no-store' },
      ]);
      expectEnd();
    },
  );
});

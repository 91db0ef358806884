/** An exhibit that is run always has an answer, or a sentence why there is none. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { ReaderError } from '../../../src/language.ts';
import { createMuseum, type RunExhibit } from '../../../src/museum/client.ts';
import { FakeWorker } from '../fake-worker.ts';

const request = { exhibit: 'no-shift', version: 'broken' } as const;
const answer = { ...request, run: { steps: [], threw: null }, milliseconds: 1 };

let workers: FakeWorker[];
let run: RunExhibit;
beforeEach(() => {
  vi.useFakeTimers();
  workers = [];
  run = createMuseum(() => {
    workers.push(new FakeWorker());
    return workers.at(-1)! as unknown as Worker;
  });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** The reason why both that wait have no answer; the next one is asked of a fresh worker. */
async function reasonOf(happen: () => void): Promise<ReaderError> {
  const asked = [run(request), run(request)];
  const settled = Promise.allSettled(asked);
  workers[0]!.say('pulse');
  happen();
  const [first, second] = (await settled).map((one) =>
    one.status === 'rejected' ? (one.reason as unknown) : null,
  );
  expect(first).toBeInstanceOf(ReaderError);
  expect(second).toBe(first);
  expect(workers[0]!.ended).toBe(true);
  const again = run(request);
  expect(workers).toHaveLength(2);
  workers[0]!.say(answer);
  workers[1]!.say(answer);
  expect(await again).toEqual(answer);
  return first as ReaderError;
}

it('says that a worker was killed, also where nothing tells of it but its silence', async () => {
  const { code } = await reasonOf(() => vi.advanceTimersByTime(30_000));
  expect(code).toBe('museum-silent');
});

it.each([{}, null, { ...answer, milliseconds: NaN }])('cannot read %j', async (garbled) => {
  expect((await reasonOf(() => workers[0]!.say(garbled))).code).toBe('museum-fault');
});

it('tells an exception as a fault', async () => {
  const { code, message } = await reasonOf(() => workers[0]!.err('Uncaught Error: no kernel'));
  expect(code).toBe('museum-fault');
  expect(message).toContain('no kernel');
});

it('tells a network that is off', async () => {
  vi.stubGlobal('fetch', () => Promise.reject(new TypeError('Failed to fetch')));
  vi.stubGlobal('location', { href: 'https://example.org/' });
  expect((await reasonOf(() => workers[0]!.err())).code).toBe('offline');
});

/** Storage that is missing, refuses or never answers: a run does not wait for it. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createChoiceStore, storageLimit } from '../../../../src/training/backend/store.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** Reads, writes and reads again. */
async function use(indexedDB: unknown): Promise<unknown[]> {
  vi.stubGlobal('indexedDB', indexedDB);
  const store = createChoiceStore();
  const using = (async () => {
    const before = await store.read('a');
    await store.write('a', 1);
    return [before, await store.read('a'), await store.read('b')];
  })();
  await vi.advanceTimersByTimeAsync(storageLimit + 1);
  return using;
}

it('keeps a choice for as long as the worker lives where there is none', async () => {
  expect(await use(undefined)).toEqual([undefined, 1, undefined]);
});

it('waits once for a database that never opens', async () => {
  const open = vi.fn(() => ({}));
  expect(await use({ open })).toEqual([undefined, 1, undefined]);
  expect(open).toHaveBeenCalledOnce();
});

it('waits once for a transaction that never ends', async () => {
  const close = vi.fn();
  const transaction = vi.fn(() => ({ objectStore: () => ({ get: () => ({}) }) }));
  const open = (): object => {
    const request = { result: { transaction, close }, onsuccess: (): void => {} };
    setTimeout(() => request.onsuccess());
    return request;
  };
  expect(await use({ open })).toEqual([undefined, 1, undefined]);
  expect(transaction).toHaveBeenCalledOnce();
});

it('goes on where opening it is refused', async () => {
  const open = (): object => {
    const request = { error: new DOMException('newer', 'VersionError'), onerror: (): void => {} };
    setTimeout(() => request.onerror());
    return request;
  };
  expect(await use({ open })).toEqual([undefined, 1, undefined]);
});

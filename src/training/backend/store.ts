/**
 * Measured choices in IndexedDB, which a worker can use. Where storage is closed (a private window,
 * a full disk) or does not answer, they are kept for as long as the worker lives: losing them only
 * costs time.
 */
import { NoAnswer, within } from '../../engine/within.ts';

export interface ChoiceStore {
  /** @returns what was written under this key, or undefined; nothing here looks at it */
  read(key: string): Promise<unknown>;
  write(key: string, value: unknown): Promise<void>;
}

/** Milliseconds to wait for storage, which another tab may hold or the browser may keep from us. */
export const storageLimit = 2000;

const database = 'backends';
const table = 'choices';
/** Keys of browsers and models long gone are not picked out: when there are this many, all go. */
const mostEntries = 200;

function settled<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error('IndexedDB refused.'));
  });
}

async function open(): Promise<IDBDatabase> {
  const request = indexedDB.open(database, 1);
  request.onupgradeneeded = () => request.result.createObjectStore(table);
  const opened = await settled(request);
  // Another tab that wants another version, or to delete it, need not wait for this one.
  opened.onversionchange = () => opened.close();
  return opened;
}

/** Does something with the table; the database is closed again, so that it can always be deleted. */
async function inTable<T>(
  mode: IDBTransactionMode,
  act: (store: IDBObjectStore) => Promise<T>,
): Promise<T> {
  const opened = await open();
  try {
    return await act(opened.transaction(table, mode).objectStore(table));
  } finally {
    opened.close();
  }
}

export function createChoiceStore(): ChoiceStore {
  const kept = new Map<string, unknown>();
  /** It did not answer once; it is not waited for again. */
  let silent = false;

  /** @throws Error where it fails or does not answer */
  async function inTime<T>(
    mode: IDBTransactionMode,
    act: (store: IDBObjectStore) => Promise<T>,
  ): Promise<T> {
    if (silent) throw new Error('The storage does not answer.');
    try {
      return await within(storageLimit, () => inTable(mode, act));
    } catch (error) {
      silent = error instanceof NoAnswer;
      throw error;
    }
  }

  return {
    async read(key) {
      if (kept.has(key)) return kept.get(key);
      try {
        return await inTime('readonly', (store) => settled<unknown>(store.get(key)));
      } catch {
        return undefined;
      }
    },
    async write(key, value) {
      kept.set(key, value);
      try {
        await inTime('readwrite', async (store) => {
          if ((await settled(store.count())) >= mostEntries) await settled(store.clear());
          await settled(store.put(value, key));
        });
      } catch (error) {
        console.info('The choice of backend could not be stored.', error);
      }
    },
  };
}

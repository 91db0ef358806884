/** Fetches the binaries of the kernels, and starts threads that run them. */
import plainUrl from './binaries/kernels.wasm?url';
import sharedUrl from './binaries/kernels-shared.wasm?url';
import relaxedUrl from './binaries/kernels-relaxed.wasm?url';
import relaxedSharedUrl from './binaries/kernels-relaxed-shared.wasm?url';
import { within } from '../within.ts';
import type { ThreadStart } from './thread.ts';

/** What the binaries export; pointers and sizes in bytes. */
export interface Exports {
  controlBytes(): number;
  nextPlace(control: number): number;
  queue(control: number, chunks: number, scratch: number): void;
  replay(control: number, list: number, end: number, scratch: number): void;
  settle(control: number, scratch: number): void;
  queued(control: number): number;
  settled(control: number): number;
  setCrew(control: number, threads: number): void;
  breakDown(control: number): void;
  isBroken(control: number): number;
  scratchBytes(): number;
  packedBytes(K: number, N: number): number;
  attentionBytes(T: number, S: number, D: number): number;
  attentionGradientBytes(T: number, S: number, D: number): number;
}

/** Milliseconds that the threads may take to get ready. */
const threadLimit = 20_000;

/** @throws Error where neither binary can be fetched and compiled */
export async function compile(shared: boolean): Promise<WebAssembly.Module> {
  // An engine without relaxed SIMD, or one that is told to go without, refuses the first one.
  const urls = shared ? [relaxedSharedUrl, sharedUrl] : [relaxedUrl, plainUrl];
  let refusal: unknown;
  for (const url of urls) {
    try {
      const response = await fetch(url);
      if (!response.ok) throw new Error(`${url} could not be fetched (${response.status}).`);
      return await WebAssembly.compile(await response.arrayBuffer());
    } catch (error) {
      refusal = error;
    }
  }
  throw refusal;
}

/** @returns null where this page may not start it, or it does not answer; the others then do its work */
export function startThread(message: ThreadStart): Promise<Worker | null> {
  return within(threadLimit, () => {
    const worker = new Worker(new URL('./thread.ts', import.meta.url), { type: 'module' });
    return new Promise<Worker>((resolve, reject) => {
      worker.addEventListener('message', () => resolve(worker), { once: true });
      worker.addEventListener('error', (event) => {
        event.preventDefault();
        reject(new Error(event.message));
      });
      worker.postMessage(message);
    });
  }).catch(() => null);
}

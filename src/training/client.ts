/**
 * The page's side of a run: starts the worker on the first request, parses what it says, and
 * notices when it dies. Loading this file loads no model and no TensorFlow.js.
 */
import type { Localised } from '../language.ts';
import { eventSchema, type Request, type RunEvent } from './protocol.ts';

export interface RunClient {
  /** Sends a request; the first one starts the worker. */
  send(request: Request): void;
  /** Ends the worker at once; the next request starts a fresh one. */
  dispose(): void;
}

const workerDied: Localised = {
  zh: '训练线程意外中止了（常见原因是内存不足）。已画出的曲线还在；可以调小批量或上下文后重新训练。',
  en: 'The training worker stopped unexpectedly (most often for lack of memory). The curve drawn so far is kept; train again with a smaller batch or context.',
};

/**
 * A worker that is killed fires no event. It holds a Web Lock for as long as it lives, so being
 * granted that lock here means that it is gone.
 */
function watch(worker: Worker, lockName: string, onDeath: () => void): () => void {
  const controller = new AbortController();
  const begin = (event: MessageEvent): void => {
    if (event.data !== 'alive') return;
    worker.removeEventListener('message', begin);
    navigator.locks
      .request(lockName, { signal: controller.signal }, () => onDeath())
      .catch((error: unknown) => {
        if (!(error instanceof DOMException && error.name === 'AbortError')) throw error;
      });
  };
  if ('locks' in navigator) worker.addEventListener('message', begin);
  return () => controller.abort();
}

export function createRunClient(onEvent: (event: RunEvent) => void): RunClient {
  let worker: Worker | null = null;
  let stopWatching = (): void => {};

  const end = (): void => {
    stopWatching();
    worker?.terminate();
    worker = null;
  };
  const fail = (detail: string): void => {
    if (worker === null) return;
    end();
    onEvent({
      type: 'failed',
      code: 'worker-died',
      message:
        detail === ''
          ? workerDied
          : { zh: `${workerDied.zh}（${detail}）`, en: `${workerDied.en} (${detail})` },
    });
    onEvent({ type: 'state', state: 'failed', step: 0 });
  };
  const begin = (): Worker => {
    // Unique among this origin's pages; crypto.randomUUID is missing on plain HTTP.
    const lockName = `run-${performance.timeOrigin}-${Math.random()}`;
    const started = new Worker(new URL('./worker.ts', import.meta.url), {
      type: 'module',
      name: lockName,
    });
    worker = started;
    started.addEventListener('error', (event) => {
      event.preventDefault();
      fail(event.message ?? '');
    });
    started.addEventListener('messageerror', () => fail('messageerror'));
    started.addEventListener('message', (event: MessageEvent) => {
      if (event.data !== 'alive') onEvent(eventSchema.parse(event.data));
    });
    stopWatching = watch(started, lockName, () => fail(''));
    return started;
  };

  return {
    send: (request) => (worker ?? begin()).postMessage(request),
    dispose: end,
  };
}

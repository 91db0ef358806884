/**
 * The page's side of a run: starts the worker on the first request, parses what it says, and
 * notices when it dies. Loading this file loads no model and no TensorFlow.js.
 */
import { ReaderError } from '../../language.ts';
import { workerError } from '../../loading.ts';
import { isPulse, watchPulse } from '../../pulse.ts';
import { readEvent, type Request, type RunEvent } from './protocol.ts';

export interface RunClient {
  /** Sends a request; the first one starts the worker, and so does the first one after a failure. */
  send(request: Request): void;
  /** Ends the worker at once; the next request starts a fresh one. */
  dispose(): void;
}

export interface RunListener {
  readonly onEvent: (event: RunEvent) => void;
  /** Seconds for which the worker has not answered; 0 when it does again. */
  readonly onSilence: (seconds: number) => void;
}

const workerDied = new ReaderError('worker-died', {
  zh: '训练线程意外中止了（常见原因是内存不足）。已画出的曲线还在；可以调小批量或上下文后重新训练。',
  en: 'The training worker stopped unexpectedly (most often for lack of memory). The curve drawn so far is kept; train again with a smaller batch or context.',
});

/** @param detail in the program's own words */
const fault = (detail: string): ReaderError =>
  new ReaderError('worker-fault', {
    zh: `训练线程因程序错误而停止：${detail}。已画出的曲线还在；点“训练”会从头开始。`,
    en: `The training worker stopped because of a fault in the program: ${detail}. The curve drawn so far is kept; Train starts again from the beginning.`,
  });

const startWorker = (name: string): Worker =>
  new Worker(new URL('./worker.ts', import.meta.url), { type: 'module', name });

/** @param start starts the worker under a name of its own */
export function createRunClient(
  { onEvent, onSilence }: RunListener,
  start: (name: string) => Worker = startWorker,
): RunClient {
  let worker: Worker | null = null;
  let stopWatching = (): void => {};

  const end = (): void => {
    stopWatching();
    worker?.terminate();
    worker = null;
    onSilence(0);
  };
  const fail = ({ code, localised: message }: ReaderError): void => {
    end();
    onEvent({ type: 'failed', code, message });
    onEvent({ type: 'state', state: 'failed', step: 0 });
  };
  const begin = (): Worker => {
    // Unique among this origin's pages; crypto.randomUUID is missing on plain HTTP.
    const name = `run-${performance.timeOrigin}-${Math.random()}`;
    const started = start(name);
    worker = started;
    const failWith = (reason: ReaderError): void => {
      if (worker === started) fail(reason);
    };
    started.addEventListener('error', (event) => void workerError(event, fault).then(failWith));
    started.addEventListener('messageerror', () => failWith(fault('messageerror')));
    started.addEventListener('message', ({ data }: MessageEvent) => {
      if (worker !== started || isPulse(data)) return;
      const event = readEvent(data);
      if (event instanceof Error) return fail(fault(event.message));
      // A device, memory or an engine that broke stays broken in that worker.
      if (event.type === 'state' && event.state === 'failed') end();
      onEvent(event);
    });
    stopWatching = watchPulse(started, name, { onDeath: () => failWith(workerDied), onSilence });
    return started;
  };

  return {
    send: (request) => (worker ?? begin()).postMessage(request),
    dispose: end,
  };
}

/** The page's side of the museum: one worker for all exhibits, started by the first that is run. */
import { ReaderError } from '../language.ts';
import { workerError } from '../loading.ts';
import { isPulse, watchPulse } from '../pulse.ts';
import { answerSchema, type Answer, type Request } from './protocol.ts';

interface Waiting {
  readonly resolve: (answer: Answer) => void;
  readonly reject: (reason: ReaderError) => void;
}

/** Seconds of silence after which the worker is ended; an exhibit computes for one or two. */
const patience = 20;

const died = new ReaderError('museum-died', {
  zh: '展品的线程被浏览器中止了；请再按一次。',
  en: 'The browser ended the worker of the exhibits; press again.',
});

const silent = new ReaderError('museum-silent', {
  zh: `展品的线程 ${patience} 秒没有应答，已经结束了它；请再按一次。`,
  en: `The worker of the exhibits did not answer for ${patience} s and was ended; press again.`,
});

const fault = (detail: string): ReaderError =>
  new ReaderError('museum-fault', {
    zh: `展品因程序错误没能运行：${detail}。`,
    en: `The exhibit could not be run because of a fault in the program: ${detail}.`,
  });

let count = 0;
const startWorker = (name: string): Worker =>
  new Worker(new URL('./worker.ts', import.meta.url), { type: 'module', name });

/** Runs one version of an exhibit in a worker. @throws ReaderError where there was no answer */
export type RunExhibit = (request: Request) => Promise<Answer>;

/** @param start starts the worker under a name of its own */
export function createMuseum(start: (name: string) => Worker = startWorker): RunExhibit {
  let worker: Worker | null = null;
  let stopWatching = (): void => {};
  /** In the order in which they were asked: the worker answers in that order. */
  let waiting: Waiting[] = [];

  const fail = (reason: ReaderError): void => {
    stopWatching();
    worker?.terminate();
    worker = null;
    const all = waiting;
    waiting = [];
    for (const { reject } of all) reject(reason);
  };

  const begin = (): Worker => {
    const name = `museum-${performance.timeOrigin}-${count++}`;
    const started = start(name);
    const failWith = (reason: ReaderError): void => {
      if (worker === started) fail(reason);
    };
    started.addEventListener('message', ({ data }: MessageEvent) => {
      if (worker !== started || isPulse(data)) return;
      const { success, data: answer } = answerSchema.safeParse(data);
      if (success) waiting.shift()?.resolve(answer);
      else fail(fault('the answer cannot be read'));
    });
    started.addEventListener('error', (event) => void workerError(event, fault).then(failWith));
    started.addEventListener('messageerror', () => failWith(fault('messageerror')));
    stopWatching = watchPulse(started, name, {
      onDeath: () => failWith(died),
      onSilence: (seconds) => seconds >= patience && failWith(silent),
    });
    return started;
  };

  return (request) =>
    new Promise((resolve, reject) => {
      waiting.push({ resolve, reject });
      worker ??= begin();
      worker.postMessage(request);
    });
}

/** The museum of this page. */
export const runExhibit: RunExhibit = createMuseum();

/** The page's side of the museum: one worker for all exhibits, started by the first that is run. */
import { answerSchema, type Answer, type Request } from './protocol.ts';

interface Waiting {
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: Error) => void;
}

let worker: Worker | null = null;
/** In the order in which they were asked: the worker answers in that order. */
const waiting: Waiting[] = [];

function fail(detail: string): void {
  worker?.terminate();
  worker = null;
  for (const { reject } of waiting.splice(0)) reject(new Error(detail));
}

function begin(): Worker {
  const started = new Worker(new URL('./worker.ts', import.meta.url), {
    type: 'module',
    name: 'museum',
  });
  started.addEventListener('message', (event: MessageEvent) => {
    const answer = answerSchema.parse(event.data);
    waiting.shift()?.resolve(answer);
  });
  started.addEventListener('error', (event) => {
    event.preventDefault();
    fail(event.message ?? '');
  });
  started.addEventListener('messageerror', () => fail('messageerror'));
  return started;
}

/** Runs one version of an exhibit in the worker; rejects where the worker could not be started. */
export function runExhibit(request: Request): Promise<Answer> {
  return new Promise((resolve, reject) => {
    waiting.push({ resolve, reject });
    worker ??= begin();
    worker.postMessage(request);
  });
}

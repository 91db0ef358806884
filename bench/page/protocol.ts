/** What the runner asks of the page, and what comes back. Both sides are the bench's own. */
import type { BackendFinding } from '../../src/engine/probes.ts';
import type { Task } from '../tasks.ts';
import type { Counts } from './counters.ts';
import type { DecodingTask, DecodingTime } from './decoding.ts';
import type { Effort, Timing } from './timing.ts';

export const backends = ['wasm', 'webgpu', 'webgl', 'cpu'] as const;
export type Backend = (typeof backends)[number];

/** Whose code runs: ours; TensorFlow.js's plain operations or layers; jax-js on one thread or with its pool. */
export const engines = ['ours', 'plain', 'layers', 'jax-main', 'jax-pool'] as const;
export type Engine = (typeof engines)[number];

interface On {
  readonly engine: Engine;
  readonly backend: Backend;
  readonly threads: number;
}

export interface TimeRequest extends On {
  readonly what: 'time';
  readonly task: Task;
  readonly effort: Effort;
  /** Whether to ask for the page's memory, which takes a collection of garbage. */
  readonly memory?: boolean;
}

/** Takes `warmup` steps, then `steps` whose losses are not read until the last has been launched. */
export interface CountRequest extends On {
  readonly what: 'count';
  readonly task: Task;
  readonly warmup: number;
  readonly steps: number;
}

/** The fastest of `repeats` products of two square matrices of each size. */
export interface PeakRequest extends On {
  readonly what: 'peak';
  readonly sizes: readonly number[];
  readonly repeats: number;
}

/** A token of a language model with its cache and without. */
export interface DecodeRequest extends On, DecodingTask {
  readonly what: 'decode';
}

/** Asks which backends there are and whether their adapters are real. */
export interface FindRequest extends On {
  readonly what: 'find';
}

export type Request = TimeRequest | CountRequest | PeakRequest | DecodeRequest | FindRequest;

/** Bytes held once the steps are done. */
export interface Memory {
  /** Of the backend's WebAssembly memory, which never shrinks, so this is its peak; 0 elsewhere. */
  readonly wasm: number;
  /** Of the page and its workers: JavaScript's objects and that memory; null where nobody asked. */
  readonly page: number | null;
}

export interface TimeAnswer extends Timing {
  readonly threads: number;
  readonly isolated: boolean;
  readonly memory: Memory;
}

export interface CountAnswer {
  /** Of all counted steps together. */
  readonly counts: Counts;
  readonly steps: number;
  readonly firstLoss: number;
  readonly lastLoss: number;
  readonly parameters: number;
}

export interface PeakAnswer {
  /** Milliseconds for each size. */
  readonly milliseconds: number[];
  readonly threads: number;
}

export interface DecodeAnswer {
  readonly times: DecodingTime[];
  readonly threads: number;
}

export interface FindAnswer {
  readonly backends: readonly {
    readonly id: Backend;
    /** `slow`: emulated in software. */
    readonly state: BackendFinding['state'];
    readonly reason: string;
  }[];
}

export interface Answers {
  readonly time: TimeAnswer;
  readonly count: CountAnswer;
  readonly peak: PeakAnswer;
  readonly decode: DecodeAnswer;
  readonly find: FindAnswer;
}

export type Answer = Answers[keyof Answers];
export type AnswerTo<R extends Request> = Answers[R['what']];

/** What a worker sends back. */
export type Reply = { readonly answer: Answer } | { readonly error: string };

/** Answers every request of the page with `compute`. */
export function serve(compute: (request: Request) => Promise<Answer>): void {
  self.addEventListener('message', ({ data }: MessageEvent<Request>) => {
    compute(data).then(
      (answer) => self.postMessage({ answer } satisfies Reply),
      (error: unknown) => self.postMessage({ error: String(error) } satisfies Reply),
    );
  });
}

/** Asks a worker, which ends once `after` is through. */
export function ask(
  worker: Worker,
  request: Request,
  after: (answer: Answer) => Promise<Answer>,
): Promise<Answer> {
  return new Promise<Answer>((resolve, reject) => {
    worker.addEventListener('message', ({ data }: MessageEvent<Reply>) => {
      if ('error' in data) reject(new Error(data.error));
      else after(data.answer).then(resolve, reject);
    });
    worker.addEventListener('error', (event) => reject(new Error(event.message)));
    worker.postMessage(request);
  }).finally(() => worker.terminate());
}

/** Bytes of the page and its workers; null where the page is not isolated. */
export async function pageBytes(): Promise<number | null> {
  if (!crossOriginIsolated || !('measureUserAgentSpecificMemory' in performance)) return null;
  const measure = performance.measureUserAgentSpecificMemory as () => Promise<{ bytes: number }>;
  return (await measure.call(performance)).bytes;
}

/**
 * How many of the threads take part. A browser may report more cores than there are, and threads
 * without a core hold up those that have one. So many small jobs, as a training step has them, are
 * timed with all threads, with half of them, and so on down to one.
 */
import type { Jobs } from './jobs.ts';

/** Milliseconds that `work` takes. */
export type Stopwatch = (work: () => void) => number;

const rounds = 9;
const jobsEach = 60;
const chunks = 8;
/** Elements of a chunk: some microseconds. */
const elements = 1024;
/** Of `unaryNames` in `plain-kernels.ts`: the hyperbolic tangent. */
const operation = 0;
/** How much faster fewer threads have to be: other programs, and the page itself, disturb a trial this short. */
const distinctly = 1.5;

const halves = (threads: number): number[] =>
  threads <= 1 ? [1] : [threads, ...halves(Math.floor(threads / 2))];

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[values.length >> 1]!;

/**
 * @param times milliseconds of each round, for numbers of threads from many to few
 * @returns the number to take: the first that no smaller one beats distinctly
 */
export function worthHaving(times: ReadonlyMap<number, readonly number[]>): number {
  const counts = [...times.keys()];
  const typical = [...times.values()].map(median);
  const best = counts.findIndex((_, i) =>
    typical.slice(i + 1).every((fewer) => fewer * distinctly >= typical[i]!),
  );
  return counts[best]!;
}

/** Lets as many threads of the pool take part as pay for themselves. */
export function chooseCrew(jobs: Jobs, stopwatch: Stopwatch): void {
  const counts = halves(jobs.threads);
  if (counts.length === 1) return;
  const times = new Map(counts.map((count) => [count, [] as number[]]));
  const size = chunks * elements;
  jobs.withWorkspace(size * Float32Array.BYTES_PER_ELEMENT, (pointer) => {
    jobs.floats.fill(0, pointer >> 2, (pointer >> 2) + size);
    const work = (): void => {
      const given = { operation, x: pointer, y: pointer, size, wide: elements };
      for (let i = 0; i < jobsEach; i++) jobs.run('unary', chunks, given);
      jobs.settle();
    };
    // The first round compiles.
    for (let round = 0; round <= rounds; round++) {
      for (const count of counts) {
        jobs.threads = count;
        const time = stopwatch(work);
        if (round > 0) times.get(count)!.push(time);
      }
    }
  });
  jobs.threads = worthHaving(times);
}

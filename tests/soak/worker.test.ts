/** Starting and ending the training worker many times leaves nothing behind: 25 times, a hundred by `LONG=1`. */
import { expect, test } from 'vitest';
import { createRunClient } from '../../src/training/run/client.ts';
import { configFromQuery } from '../../src/training/config-query.ts';
import type { RunEvent } from '../../src/training/run/protocol.ts';

const cycles = import.meta.env['LONG'] === '1' ? 100 : 25;
const warmup = 5;
/** Room for what the browser itself keeps: code it has compiled, its own bookkeeping. */
const slack = 5e6;

const { config } = configFromQuery(
  new URLSearchParams('task=reversal&model=lstm-seq2seq&d=8&embed=4&batch=2&backend=wasm'),
  'seq2seq',
);

/** Takes one step in a fresh worker and ends it. @returns the threads that it computed with */
function cycle(): Promise<number> {
  return new Promise((resolve, reject) => {
    let threads = 0;
    const onEvent = (event: RunEvent): void => {
      if (event.type === 'prepared') threads = event.threads;
      if (event.type === 'failed') reject(new Error(event.message.en));
      if (event.type !== 'state' || event.state !== 'paused') return;
      client.dispose();
      resolve(threads);
    };
    const client = createRunClient({ onEvent, onSilence: () => {} });
    client.send({ type: 'start', mode: 'step', config, base: location.origin });
  });
}

/** Every training worker holds a lock for as long as it lives. */
async function livingWorkers(): Promise<number> {
  const { held } = await navigator.locks.query();
  return held!.filter(({ name }) => name!.startsWith('run-')).length;
}

/** Workers end a moment after they are told to. */
async function untilNoneLives(): Promise<void> {
  while ((await livingWorkers()) > 0) await new Promise((resolve) => setTimeout(resolve, 20));
}

interface Measured {
  readonly bytes: number;
  readonly breakdown: readonly {
    readonly bytes: number;
    readonly attribution: readonly { readonly url: string; readonly scope: string }[];
  }[];
}

/** JavaScript and WebAssembly memory of the page and all its workers, theirs included. */
const measure = (): Promise<Measured> =>
  (
    performance as unknown as { measureUserAgentSpecificMemory(): Promise<Measured> }
  ).measureUserAgentSpecificMemory();

test(`${cycles} training workers come and go`, async () => {
  expect(crossOriginIsolated).toBe(true);
  for (let i = 0; i < warmup; i++) expect(await cycle()).toBeGreaterThan(1);
  await untilNoneLives();
  const before = await measure();
  for (let i = 0; i < cycles; i++) await cycle();
  await untilNoneLives();
  const after = await measure();
  console.log(`${cycles} workers: ${before.bytes} bytes before, ${after.bytes} after`);
  const workers = after.breakdown.flatMap(({ bytes, attribution }) =>
    bytes > 0 ? attribution.filter(({ scope }) => scope === 'DedicatedWorkerGlobalScope') : [],
  );
  expect(workers.map(({ url }) => url)).toEqual([]);
  expect(after.bytes - before.bytes).toBeLessThan(slack);
});

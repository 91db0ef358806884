/** Runs on WASM: what a run holds after 1,000 steps is what it holds after 4,000, or by `LONG=1` after 20,000. */
import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { memoryOf, type WasmBackend } from '../../src/engine/wasm/memory.ts';
import { configFromQuery } from '../../src/training/config-query.ts';
import type { LabId } from '../../src/training/config.ts';
import type { RunEvent } from '../../src/training/run/protocol.ts';
import { Session } from '../../src/training/run/session.ts';
import { surroundings } from '../training/recorder.ts';

const runs: { name: string; lab: LabId; query: string }[] = [
  {
    name: 'an LSTM with attention',
    lab: 'seq2seq',
    query: 'task=reversal&model=lstm-seq2seq&d=8&embed=4&batch=4&attention=dot&teacher=0.9',
  },
  {
    name: 'a GPT',
    lab: 'transformer',
    query: 'task=names&d=8&heads=2&layers=1&context=16&batch=2&dropout=0.1',
  },
];

const steps = import.meta.env['LONG'] === '1' ? 20_000 : 4_000;
const settled = 1_000;

interface Held {
  readonly step: number;
  readonly tensors: number;
  readonly bytes: number;
  /** Of the WebAssembly memory, which never shrinks. */
  readonly wasm: number;
}

test.each(runs)(`$name holds the same memory from step 1,000 to ${steps}`, async (run) => {
  const query = `${run.query}&backend=wasm&target-accuracy=0&steps=${steps}`;
  const { config, problems } = configFromQuery(new URLSearchParams(query), run.lab);
  expect(problems).toEqual([]);
  const held: Held[] = [];
  let step = 0;
  const finished = new Promise<void>((resolve, reject) => {
    const post = (event: RunEvent): void => {
      if (event.type === 'failed') reject(new Error(event.message.en));
      if (event.type === 'evaluation') {
        step = event.step;
        const { numTensors: tensors, numBytes: bytes } = tf.memory();
        const wasm = memoryOf(tf.backend() as unknown as WasmBackend).buffer.byteLength;
        held.push({ step, tensors, bytes, wasm });
      }
      if (event.type === 'finished') resolve();
    };
    const session = new Session({ ...surroundings, post, breathe: () => Promise.resolve() });
    void session.handle({ type: 'start', mode: 'run', config, base: location.origin });
  });
  await finished;
  expect(step).toBe(steps);
  const late = held.filter(({ step }) => step >= settled);
  expect(late.length).toBeGreaterThanOrEqual((steps - settled) / 100);
  const [first, last] = [late[0]!, late.at(-1)!];
  console.log(`${run.name}: ${JSON.stringify(first)} to ${JSON.stringify(last)}`);
  for (const now of late) expect(now).toEqual({ ...first, step: now.step });
});

/**
 * The highest learning rate, without clipping, on every backend: a finite curve or the sentence about
 * overflow, and nothing of it is left in the next run.
 */
import { expect, test } from 'vitest';
import type { LabId } from '../../src/training/config.ts';
import { Recorder } from './recorder.ts';
import { backends } from '../browser/support.ts';

const models: readonly (readonly [LabId, string])[] = [
  ['transformer', 'task=names&d=16&heads=2&layers=1&context=8&batch=4'],
  ['seq2seq', 'task=reversal&longest=4&model=lstm-seq2seq&d=16&embed=8&batch=4'],
  [
    'seq2seq',
    'task=reversal&longest=4&model=transformer-encoder-decoder&d=16&heads=2&layers=1&batch=4',
  ],
];

/** Judging pairs token by token is slow on an emulated adapter. */
const cases = backends.flatMap((backend) =>
  (backend === 'wasm' || backend === 'cpu' ? models : models.slice(0, 1)).map(
    ([lab, query]) => [backend, lab, query] as const,
  ),
);

async function sane(lab: LabId, query: string): Promise<number[]> {
  const recorder = new Recorder(lab, `${query}&steps=1000`);
  await recorder.start();
  await recorder.until(() => recorder.losses.length >= 6);
  await recorder.send({ type: 'pause' });
  recorder.session.dispose();
  return recorder.losses.slice(0, 6);
}

test.each(cases)('on %s: %s?%s', async (backend, lab, query) => {
  const before = await sane(lab, `${query}&backend=${backend}`);
  const wild = new Recorder(
    lab,
    `${query}&backend=${backend}&lr=1&clip=0&warmup=0&decay=constant&steps=24`,
  );
  await wild.start();
  await expect.poll(() => wild.state, { timeout: 120_000 }).toMatch(/finished|failed/);
  if (wild.state === 'failed') expect(wild.last('failed').code).toBe('not-finite');
  else expect(wild.losses).toHaveLength(24);
  for (const loss of wild.losses) expect(loss).toSatisfy(Number.isFinite);
  expect(Math.max(...wild.losses)).toBeGreaterThan(before[0]!);
  wild.session.dispose();
  expect(await sane(lab, `${query}&backend=${backend}`)).toEqual(before);
});

/** Every exhibit of the museum does what was recorded, and what its label says. */
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { beforeAll, describe, expect, it } from 'vitest';
import { liveIds, type LiveId } from '../../src/museum/catalogue.ts';
import { runVersion, type Run } from '../../src/museum/exhibit.ts';
import { exhibits } from '../../src/museum/exhibits/index.ts';
import recorded from '../../src/museum/recorded.json';

const stored: Readonly<Record<LiveId, { broken: Run; fixed: Run }>> = recorded.live;

beforeAll(async () => {
  await tf.setBackend('cpu');
});

function valueOf(run: Run, name: string): number {
  const step = run.steps.find((one) => one.name === name);
  expect(step, name).toBeDefined();
  return Number(step?.value);
}

describe.each(liveIds)('%s', (id) => {
  it.each(['broken', 'fixed'] as const)(
    '%s: shapes, numbers and message as recorded',
    (version) => {
      const run = runVersion(exhibits[id][version]);
      const expected = stored[id][version];
      expect(run.threw).toBe(expected.threw);
      expect(run.steps.map(({ name, shape, dtype }) => ({ name, shape, dtype }))).toEqual(
        expected.steps.map(({ name, shape, dtype }) => ({ name, shape, dtype })),
      );
      for (const [index, { name, value }] of expected.steps.entries()) {
        const actual = run.steps[index]?.value;
        if (typeof value !== 'number') expect(actual, name).toBe(value);
        else
          expect(Math.abs(Number(actual) - value), name).toBeLessThan(
            1e-3 * Math.abs(value) + 1e-4,
          );
      }
    },
  );

  it('leaves no tensor behind, and its mended version does not throw', () => {
    const before = tf.memory().numTensors;
    runVersion(exhibits[id].broken);
    const run = runVersion(exhibits[id].fixed);
    expect(run.threw).toBeNull();
    expect(tf.memory().numTensors).toBe(before);
  });
});

describe('what the labels say', () => {
  const broken = (id: LiveId, name: string) => valueOf(stored[id].broken, name);
  const fixed = (id: LiveId, name: string) => valueOf(stored[id].fixed, name);

  it('stops four broken versions with a message, and no other', () => {
    const throwing = liveIds.filter((id) => stored[id].broken.threw !== null);
    expect(throwing).toEqual([
      'embedded-twice',
      'dropped-layer',
      'overwritten-target',
      'argmax-over-time',
    ]);
  });

  it('counts the parameters of the printed model', () => {
    expect(broken('surplus-embeddings', 'parameters')).toBe(22_726_416);
    expect(fixed('surplus-embeddings', 'parameters')).toBe(17_606_416);
  });

  it('learns to copy with a loss as low as that of the mended version', () => {
    for (const id of ['answer-as-input', 'no-shift'] as const) {
      expect(broken(id, 'loss')).toBeLessThan(0.05);
    }
    expect(broken('answer-as-input', 'freeRunning')).toBe(0);
    expect(fixed('answer-as-input', 'freeRunning')).toBe(100);
  });

  it('makes a model that only pads look better than guessing', () => {
    expect(broken('padding-counted', 'onlyPad')).toBeLessThan(
      broken('padding-counted', 'guessing'),
    );
    expect(fixed('padding-counted', 'onlyPad')).toBeGreaterThan(
      2 * fixed('padding-counted', 'guessing'),
    );
  });

  it('foretells random letters only where it sees them', () => {
    expect(broken('no-causal-mask', 'loss')).toBeLessThan(0.2 * Math.log(8));
    expect(fixed('no-causal-mask', 'loss')).toBeGreaterThanOrEqual(0.98 * Math.log(8));
  });

  it('steps √10 times too far without the correction of Adam', () => {
    expect(broken('adam-uncorrected', 'firstStep')).toBeCloseTo(0.1 / Math.sqrt(0.001) / 10, 3);
    expect(fixed('adam-uncorrected', 'firstStep')).toBeCloseTo(0.1, 6);
  });
});

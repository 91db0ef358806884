/**
 * What the first loss can say and what it cannot (chapters 2 to 4): a model that has not been
 * trained starts near ln V whether or not the answer stands in its input.
 */
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { beforeAll, describe, expect, it } from 'vitest';
import { createRandom } from '../../../src/maths/random/streams.ts';
import { TransformerDecoder } from '../../../src/models/transformer-decoder.ts';

const [V, T, B] = [67, 16, 4];
const guessing = Math.log(V);

beforeAll(() => tf.setBackend('cpu'));

/** The loss before any training, on text in which nothing can be learned. */
function firstLoss({ tied, shifted }: { tied: boolean; shifted: boolean }): number {
  const model = new TransformerDecoder(
    {
      vocabulary: V,
      width: 64,
      heads: 4,
      layers: 2,
      context: T,
      positions: 'learned',
      norm: 'pre',
      activation: 'gelu',
      dropout: 0,
      tied,
    },
    createRandom(42, 'model'),
  );
  const random = createRandom(42, 'text');
  const rows = Array.from({ length: B }, () =>
    Array.from({ length: T + 1 }, () => random.integer(V)),
  );
  const loss = tf.tidy(() => {
    const input = tf.tensor2d(
      rows.map((row) => row.slice(0, T)),
      [B, T],
      'int32',
    );
    const next = tf.tensor2d(
      rows.map((row) => row.slice(1)),
      [B, T],
      'int32',
    );
    return model.loss({ input, labels: shifted ? next : input }, null).dataSync()[0]!;
  });
  model.dispose();
  return loss;
}

describe('the first loss', () => {
  it('is near ln V, whether or not the answer is in the input', () => {
    expect(firstLoss({ tied: false, shifted: true })).toBeCloseTo(guessing, 1);
    expect(firstLoss({ tied: false, shifted: false })).toBeCloseTo(guessing, 1);
  });

  it('is less by a part of a nat only, where one table serves both ends and targets are not shifted', () => {
    expect(firstLoss({ tied: true, shifted: true })).toBeCloseTo(guessing, 1);
    const leaking = firstLoss({ tied: true, shifted: false });
    expect(leaking).toBeLessThan(guessing - 0.5);
    expect(leaking).toBeGreaterThan(guessing - 1);
  });
});

/** No model that can be configured starts with a loss that would be taken for a backend's fault. */
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { createRandom } from '../../../../src/maths/random/streams.ts';
import { findTask } from '../../../../src/tasks/index.ts';
import { buildModel } from '../../../../src/training/kinds/build.ts';
import type { RunConfig } from '../../../../src/training/config.ts';
import { canBeFirst } from '../../../../src/training/kinds/first-loss.ts';
import { kinds } from '../../../../src/training/kinds/index.ts';
import type { KindId } from '../../../../src/training/kinds/kind.ts';
import reference from '../../../../src/training/backend/check.json' with { type: 'json' };
import { sequenceBatch } from '../../../../src/training/kinds/pairs/batch.ts';
import { windowBatch } from '../../../../src/training/kinds/text/batch.ts';
import { cutWindows, randomStarts } from '../../../../src/training/kinds/text/windows.ts';
import { configOfVariant } from '../../../parity/instances.ts';

beforeAll(() => tf.setBackend('cpu'));

/** Wide models start furthest from ln V, and with two sequences chance has the most to say. */
const widths = [8, 64];
const [B, T] = [2, 8];

/** Among them a text that repeats its last token, so that a model with one table starts near 0. */
const tasks: Record<KindId, readonly { task: string; ownText?: string }[]> = {
  pairs: [{ task: 'reversal' }, { task: 'addition' }],
  text: [
    { task: 'own-text', ownText: 'aaaaaaaaaaaaaaab'.repeat(40) },
    { task: 'own-text', ownText: 'Call me Ishmael, some years ago. '.repeat(20) },
  ],
};

/** The loss of a model with its initial weights, and V. */
function firstLoss(config: RunConfig, ownText?: string): { loss: number; vocabulary: number } {
  const task = findTask(config.task)!;
  const data = task.create(
    {},
    {
      assets: {},
      ...(ownText === undefined ? {} : { ownText }),
    },
  );
  const random = createRandom(1, 'data');
  const model = buildModel(config, data);
  const [loss] = tf
    .tidy(() => {
      if (model.kind === 'pairs' && data.kind === 'pairs') {
        const pairs = Array.from({ length: B }, () => data.sample(random));
        return model.loss(sequenceBatch(pairs, data), null);
      }
      if (model.kind === 'pairs' || data.kind === 'pairs') throw new Error('They do not fit.');
      const starts = randomStarts(data.train.length, B, T, random);
      return model.loss(windowBatch(cutWindows(data.train, starts, T)), null);
    })
    .dataSync();
  model.dispose();
  const { size } = data.kind === 'pairs' ? data.targetVocabulary : data.vocabulary;
  return { loss: loss!, vocabulary: size };
}

describe('the first loss', () => {
  it.each(Object.keys(reference.variants))('of %s is one that can be', (variant) => {
    const base = configOfVariant(variant);
    const { id } = Object.values(kinds).find(({ models }) => base.model in models)!;
    const own: RunConfig['fields'] = {
      layers: 1,
      ...('context' in base.fields ? { context: T } : {}),
    };
    for (const { task, ownText } of tasks[id]) {
      for (const d of widths) {
        const heads: RunConfig['fields'] = base.fields['heads'] === undefined ? {} : { heads: 2 };
        const config = { ...base, task, fields: { ...base.fields, ...own, ...heads, d } };
        const { loss, vocabulary } = firstLoss(config, ownText);
        expect(canBeFirst(loss, config, { vocabulary }), `${task}, width ${d}: ${loss}`).toBe(true);
      }
    }
  });
});

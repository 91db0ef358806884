/** No model that can be configured starts with a loss that would be taken for a backend's fault. */
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { tasks, type Task, type TaskData } from '../../../../src/tasks/index.ts';
import { ownText } from '../../../../src/tasks/own-text.ts';
import { buildTrainer } from '../../../../src/training/kinds/build.ts';
import type { RunConfig } from '../../../../src/training/config.ts';
import { canBeFirst } from '../../../../src/training/kinds/first-loss.ts';
import { kindOfModel } from '../../../../src/training/kinds/index.ts';
import type { KindId } from '../../../../src/training/kinds/kind.ts';
import { createStreams } from '../../../../src/training/run/slice.ts';
import reference from '../../../../src/training/backend/check.json' with { type: 'json' };
import { configOfVariant } from '../../../parity/instances.ts';

beforeAll(() => tf.setBackend('cpu'));

/** Wide models start furthest from ln V, and with two sequences chance has the most to say. */
const widths = [8, 64];
const small: RunConfig['fields'] = { layers: 1, batch: 2, context: 8, heads: 2 };
/** The loss that is looked at is that of a step, without what is left to chance. */
const certain: RunConfig['fields'] = { dropout: 0, teacher: 1 };

interface Example {
  readonly name: string;
  readonly task: Task;
  readonly data: TaskData;
}

const exampleOf = (task: Task, ownText = ''): Example => ({
  name: `${task.id} ${ownText.slice(0, 16)}`,
  task,
  data: task.create({}, { assets: {}, ownText }),
});

/** Tasks that need no file; and a text that repeats its last token, so that a model with one table starts near 0. */
const examples: readonly Example[] = [
  ...tasks
    .filter(({ assets, holdsOut }) => assets.length === 0 && holdsOut !== false)
    .filter(({ asksText }) => asksText !== true)
    .map((task) => exampleOf(task)),
  exampleOf(ownText, 'aaaaaaaaaaaaaaab'.repeat(40)),
  exampleOf(ownText, 'Call me Ishmael, some years ago. '.repeat(20)),
];

/** Two of a kind. */
const examplesOf = (kind: KindId): readonly Example[] =>
  examples.filter(({ task }) => task.kind === kind).slice(0, 2);

/** The loss of a model with its initial weights, and V. */
function firstLoss(config: RunConfig, data: TaskData): { loss: number; vocabulary: number } {
  const trainer = buildTrainer(config, data);
  const { loss } = trainer.step(createStreams(1));
  const [value] = loss.dataSync();
  loss.dispose();
  trainer.dispose();
  return { loss: value!, vocabulary: trainer.facts.vocabulary };
}

describe('the first loss', () => {
  it.each(Object.keys(reference.variants))('of %s is one that can be', (variant) => {
    const base = configOfVariant(variant);
    const own = Object.entries({ ...small, ...certain }).filter(([key]) => key in base.fields);
    for (const { name, task, data } of examplesOf(kindOfModel(base.model).id)) {
      for (const d of widths) {
        const fields = { ...base.fields, ...Object.fromEntries(own), d };
        const config = { ...base, task: task.id, fields };
        const { loss, vocabulary } = firstLoss(config, data);
        expect(canBeFirst(loss, config, { vocabulary }), `${name}, width ${d}: ${loss}`).toBe(true);
      }
    }
  });
});

/** No model that can be configured starts with a loss that would be taken for a backend's fault. */
import { beforeAll, describe, expect, test } from 'vitest';
import { findTask } from '../../src/tasks/index.ts';
import { buildTrainer } from '../../src/training/build.ts';
import type { RunConfig } from '../../src/training/config.ts';
import { canBeFirst } from '../../src/training/first-loss.ts';
import reference from '../../src/training/self-check.json' with { type: 'json' };
import { createStreams, takeSteps } from '../../src/training/slice.ts';
import { configOfVariant } from '../parity/instances.ts';
import { useBackend } from './support.ts';

beforeAll(() => useBackend('wasm'));

/** Wide models start furthest from ln V, and with two sequences a step chance has the most to say. */
const widths = [8, 64, 128];
const usual = { batch: 2, context: 16, heads: 2, layers: 1 };
const has = (config: RunConfig, name: string) => config.fields[name] !== undefined;

/** Letters, and a text that repeats its last token, so that a model with one table starts near 0. */
const texts = {
  seq2seq: [{ task: 'reversal' }, { task: 'addition' }],
  language: [{ task: 'own-text', ownText: 'aaaaaaaaaaaaaaab'.repeat(40) }, { task: 'memorise' }],
};

async function firstLoss(config: RunConfig, ownText?: string) {
  const task = findTask(config.task)!;
  const resources = { assets: {}, ...(ownText === undefined ? {} : { ownText }) };
  const parameters = Object.fromEntries(task.parameters.map((spec) => [spec.name, spec.default]));
  const trainer = buildTrainer(config, task.create(parameters, resources));
  const { losses } = await takeSteps(trainer, createStreams(1), 1);
  const { facts } = trainer;
  trainer.dispose();
  return { loss: losses[0]!, facts };
}

describe('the first loss', () => {
  test.each(Object.keys(reference.variants))('of %s is one that can be', async (variant) => {
    const base = configOfVariant(variant);
    const kind = base.model === 'transformer-decoder' ? 'language' : 'seq2seq';
    for (const { task, ...more } of texts[kind] as { task: string; ownText?: string }[]) {
      for (const d of widths) {
        const own = Object.entries(usual).filter(([name]) => has(base, name));
        const fields = { ...base.fields, ...Object.fromEntries(own), d };
        const config = { ...base, task, fields };
        const { loss, facts } = await firstLoss(config, more.ownText);
        expect(canBeFirst(loss, config, facts), `${task}, width ${d}: ${loss}`).toBe(true);
      }
    }
  });
});

import * as z from 'zod/mini';
import { describe, expect, it } from 'vitest';
import { tasks } from '../../../src/tasks/index.ts';
import { runConfigSchema } from '../../../src/training/config-schema.ts';
import { defaultConfig, labs, tasksOf, type LabId } from '../../../src/training/config.ts';

const fits = (config: unknown): boolean => z.safeParse(runConfigSchema, config).success;

describe('what the worker takes', () => {
  it('is every setting of every model on every task', () => {
    for (const lab of Object.keys(labs) as LabId[]) {
      for (const model of labs[lab].models) {
        for (const { id } of tasksOf(lab)) expect(fits(defaultConfig(lab, id, model))).toBe(true);
      }
    }
    expect(tasks.length).toBeGreaterThan(0);
  });

  it('is within the bounds of the fields, and nothing is missing', () => {
    const config = defaultConfig('seq2seq');
    const { fields, taskParameters } = config;
    for (const wrong of [
      { seed: -1 },
      { model: 'gpt-5' },
      { fields: {} },
      { fields: { ...fields, layers: 7 } },
      { fields: { ...fields, attention: 'everywhere' } },
      { taskParameters: {} },
      { taskParameters: { ...taskParameters, longest: 17 } },
    ]) {
      expect(fits({ ...config, ...wrong }), JSON.stringify(wrong)).toBe(false);
    }
  });
});

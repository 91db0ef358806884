/** The recorded runs of the chapters' figures: one of each, of the very setting on the page, and sane. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { trainingFigures } from '../../../scripts/training-figures.ts';
import { presetConfig } from '../../../src/demos/run/link.ts';
import { recordName, recordSchema, recordedQuery } from '../../../src/demos/run/recorded.ts';

const root = join(import.meta.dirname, '../../..');
const figures = trainingFigures(root);

it('finds the figures of the chapters, the same in both languages', () => {
  expect(figures.length).toBeGreaterThan(5);
  expect(trainingFigures(root, 'en')).toEqual(figures);
});

describe.each(figures)('figure $figure', ({ page, figure, lab, preset }) => {
  const path = join(root, 'src/demos/run/recorded', recordName(page, figure));
  const record = recordSchema.parse(JSON.parse(readFileSync(path, 'utf8')));

  it('is recorded with the setting of the page (else: npm run record)', () => {
    expect(record.config).toBe(recordedQuery(presetConfig(lab, preset)));
  });

  it('learned: the loss ends below random guessing', () => {
    expect(record.finalHeldOut).toBeLessThan(record.baselines.uniform);
    expect(record.training.steps.length).toBe(record.training.values.length);
  });
});

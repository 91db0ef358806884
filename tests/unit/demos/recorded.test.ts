/** The recorded runs of the chapters' figures: one of each, of the very setting on the page, and sane. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { recordedFigures, settingOf, trainingFigures } from '../../../scripts/training-figures.ts';
import { recordName, recordSchema } from '../../../src/demos/run/recorded.ts';

const root = join(import.meta.dirname, '../../..');
const folder = join(root, 'src/demos/run/recorded');
const figures = recordedFigures(root);

it('finds the figures of the chapters, the same numbers in both languages', () => {
  const numbers = (language: 'zh' | 'en'): string[] =>
    trainingFigures(root, language).map(({ page, figure }) => `${page} ${figure}`);
  expect(numbers('zh').length).toBeGreaterThan(5);
  expect(numbers('en')).toEqual(numbers('zh'));
});

it('keeps no record of a figure that is gone', () => {
  const names = figures.map(({ page, figure, language }) => recordName(page, figure, language));
  expect(readdirSync(folder).sort()).toEqual(names.sort());
});

describe.each(figures)('figure $figure ($language)', (one) => {
  const path = join(folder, recordName(one.page, one.figure, one.language));
  const record = recordSchema.parse(JSON.parse(readFileSync(path, 'utf8')));

  it('is recorded with the setting of the page (else: npm run record)', () => {
    expect(record.config).toBe(settingOf(one));
  });

  it('learned: the loss ends below random guessing', () => {
    expect(record.finalHeldOut).toBeLessThan(record.baselines.uniform);
    expect(record.training.steps.length).toBe(record.training.values.length);
  });

  // A figure that ends worse than counting pairs teaches that attention is worth nothing.
  it('ends below what counting pairs of symbols comes to', () => {
    expect(record.finalHeldOut).toBeLessThan(record.baselines.bigram ?? Infinity);
  });
});

import { describe, expect, it } from 'vitest';
import { findTask } from '../../../../src/tasks/index.ts';
import { defaultConfig, type RunConfig } from '../../../../src/training/config.ts';
import { sizeOf } from '../../../../src/training/backend/size.ts';

const data = findTask('reversal')!.create({ longest: 8, shortest: 3 }, { assets: {} });
const base = defaultConfig('seq2seq', 'reversal');
const withFields = (fields: RunConfig['fields'], rest: Partial<RunConfig> = {}): RunConfig => ({
  ...base,
  ...rest,
  fields: { ...base.fields, ...fields },
});

describe('sizeOf', () => {
  it('is the same whatever does not change the work', () => {
    const like = withFields({ lr: 0.1, steps: 7, clip: 0, warmup: 0 }, { seed: 9, backend: 'cpu' });
    expect(sizeOf(like, data)).toBe(sizeOf(base, data));
  });

  it('is the same for models of nearly one size, and not for one of twice the width', () => {
    expect(sizeOf(withFields({ d: 132 }), data)).toBe(sizeOf(withFields({ d: 128 }), data));
    expect(sizeOf(withFields({ d: 256 }), data)).not.toBe(sizeOf(withFields({ d: 128 }), data));
  });

  it.each<RunConfig['fields']>([
    { batch: 8 },
    { layers: 2 },
    { attention: 'none' },
    { dropout: 0.3 },
    { teacher: 0.5 },
  ])('tells %j from the usual setting', (fields) => {
    expect(sizeOf(withFields(fields), data)).not.toBe(sizeOf(base, data));
  });

  it('counts how much is sampled and dropped only as whether', () => {
    const some = withFields({ dropout: 0.1, teacher: 0.9 });
    expect(sizeOf(withFields({ dropout: 0.5, teacher: 0.2 }), data)).toBe(sizeOf(some, data));
  });

  it('tells the data by their size', () => {
    const longer = findTask('reversal')!.create({ longest: 16, shortest: 3 }, { assets: {} });
    expect(sizeOf(base, longer)).not.toBe(sizeOf(base, data));
  });

  it('tells the models', () => {
    const other = defaultConfig('seq2seq', 'reversal', 'transformer-encoder-decoder');
    expect(sizeOf(other, data)).not.toBe(sizeOf(base, data));
  });
});

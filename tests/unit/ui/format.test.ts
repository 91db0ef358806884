import { describe, expect, it } from 'vitest';
import {
  formatCount,
  formatDuration,
  formatLoss,
  formatPercent,
  formatRate,
  formatScientific,
  formatTaken,
  formatTick,
  formatYears,
} from '../../../src/ui/format.ts';

describe('numbers', () => {
  it('keeps the places of a loss fixed', () => {
    expect(formatLoss(0.2137)).toBe('0.214');
    expect(formatLoss(12.3456)).toBe('12.35');
  });

  it('writes shares as percentages and never rounds up to 100 %', () => {
    expect(formatPercent(0.938)).toBe('93.8\u202f%');
    expect(formatPercent(0.0012)).toBe('0.12\u202f%');
    expect(formatPercent(1)).toBe('100\u202f%');
    expect(formatPercent(0.9996)).toBe('>\u202f99.9\u202f%');
    expect(formatPercent(0)).toBe('0.0\u202f%');
  });

  it('writes durations, rates and large numbers', () => {
    expect(formatDuration(24.4)).toBe('0:24');
    expect(formatDuration(3723)).toBe('1:02:03');
    expect(formatRate(6.6e9, 'FLOP/s')).toBe('6.60\u202fGFLOP/s');
    expect(formatRate(0, 'FLOP/s')).toBe('0.00\u202fFLOP/s');
    expect(formatCount(1239.6)).toBe('1,240');
    expect(formatScientific(4.1e11)).toBe('4.1\u202f×\u202f10¹¹');
    expect(formatScientific(9.96e6)).toBe('1.0\u202f×\u202f10⁷');
    expect(formatScientific(12345)).toBe('12,345');
  });

  it('writes years in one form a language, whatever their number', () => {
    for (const [years, zh, en] of [
      [1.74e6, '170 万年', '1.7 million years'],
      [334_944, '33 万年', '330,000 years'],
      [999_900, '100 万年', '1 million years'],
      [8_240, '8,200 年', '8,200 years'],
      [3.24, '3.2 年', '3.2 years'],
      [4.1e11, '4,100 亿年', '410 billion years'],
      [2.5e13, '25 万亿年', '25 trillion years'],
    ] as const) {
      expect(formatYears(years, 'zh')).toBe(zh);
      expect(formatYears(years, 'en')).toBe(en);
    }
  });

  it('never says that something took no time', () => {
    expect(formatTaken(0.83, 'zh')).toBe('0.8 秒');
    expect(formatTaken(0.83, 'en')).toBe('0.8\u202fs');
    expect(formatTaken(0.003, 'zh')).toBe('不到 0.1 秒');
    expect(formatTaken(41.4, 'en')).toBe('0:41');
    for (let seconds = 0; seconds < 100; seconds += 0.01)
      expect(formatTaken(seconds, 'en')).not.toMatch(/^0(:00|\.0)/);
  });

  it('writes ticks of an axis without asking the browser for its language', () => {
    expect([0, 0.5, 1500].map(formatTick)).toEqual(['0', '0.5', '1,500']);
  });
});

import { describe, expect, it } from 'vitest';
import {
  formatCount,
  formatDuration,
  formatLoss,
  formatPercent,
  formatRate,
  formatScientific,
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
});

/** Chinese numerals: the rules one by one, and there and back for any number. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chineseNumerals } from '../../../src/tasks/chinese-numerals.ts';
import { fromHanzi, largestNumeral, toHanzi } from '../../../src/tasks/numerals.ts';
import { seq2seq } from './support.ts';

const known: [number, string][] = [
  [0, '零'],
  [7, '七'],
  [10, '十'],
  [12, '十二'],
  [20, '二十'],
  [101, '一百零一'],
  [110, '一百一十'],
  [112, '一百一十二'],
  [231, '二百三十一'],
  [1000, '一千'],
  [1001, '一千零一'],
  [1010, '一千零一十'],
  [1100, '一千一百'],
  [1111, '一千一百一十一'],
  [10_000, '一万'],
  [10_012, '一万零一十二'],
  [23_000, '二万三千'],
  [100_000, '十万'],
  [100_010, '十万零一十'],
  [120_000, '十二万'],
  [1_003_000, '一百万三千'],
  [1_100_100, '一百一十万零一百'],
  [10_000_001, '一千万零一'],
  [20_080_206, '二千零八万零二百零六'],
  [99_999_999, '九千九百九十九万九千九百九十九'],
];

describe('Chinese numerals', () => {
  it.each(known)('writes %i as %s', (value, text) => {
    expect(toHanzi(value)).toBe(text);
    expect(fromHanzi(text)).toBe(value);
  });

  it('comes back from any number up to 99,999,999', () => {
    const sparse = fc
      .array(fc.constantFrom(0, 0, 0, 1, 5, 9), { minLength: 1, maxLength: 8 })
      .map((digits) => Number(digits.join('')));
    const number = fc.oneof(fc.integer({ min: 0, max: largestNumeral }), sparse);
    fc.assert(
      fc.property(number, (value) => {
        const text = toHanzi(value);
        expect(fromHanzi(text)).toBe(value);
        expect(text).not.toMatch(/零零|零$.|零万/);
        expect(Array.from(text).length).toBeLessThanOrEqual(2 * String(value).length - 1);
      }),
      { seed: 1, numRuns: 5_000 },
    );
  });

  it.each(['', '一十', '一百五', '一千一', '零一', '二百零零一', '万', '一百零十', '十十', '一亿'])(
    'takes “%s” for no number',
    (text) => {
      expect(fromHanzi(text)).toBeNull();
    },
  );

  it('refuses what it cannot write', () => {
    for (const value of [-1, 1.5, largestNumeral + 1])
      expect(() => toHanzi(value)).toThrow(RangeError);
  });

  it('answers in both directions within the chosen size', () => {
    const toDigits = seq2seq(chineseNumerals, { largest: 3 });
    expect(toDigits.solve(Array.from('二百三十一'))).toEqual(['2', '3', '1']);
    expect(toDigits.solve(Array.from('一千'))).toBeNull();
    const toText = seq2seq(chineseNumerals, { direction: 'to-hanzi' });
    expect(toText.solve(Array.from('1005'))?.join('')).toBe('一千零五');
    expect(toText.solve(Array.from('0012'))).toBeNull();
  });
});

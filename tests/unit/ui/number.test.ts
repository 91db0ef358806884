import { describe, expect, it } from 'vitest';
import { readNumber, stepped } from '../../../src/ui/controls/number.ts';

const whole = { min: 1, max: 10, whole: true };
const share = { min: 0, max: 3, whole: false };
const number = (value: number) => ({ kind: 'number', value });
const none = { kind: 'none' };

describe('a number box', () => {
  it('reads a number within its bounds and nothing else', () => {
    expect(readNumber('3', whole, '.')).toEqual(number(3));
    for (const text of ['', ' ', 'x', '0', '11', '2.5', 'NaN', 'Infinity', '3 %']) {
      expect(readNumber(text, whole, '.'), text).toEqual(none);
    }
    expect(readNumber('2.5', share, '.')).toEqual(number(2.5));
  });

  it('reads a decimal comma and full-width digits in every browser’s language', () => {
    for (const mark of ['.', ','] as const) {
      expect(readNumber('0,5', share, mark)).toEqual(number(0.5));
      expect(readNumber('0,001', share, mark)).toEqual(number(0.001));
      expect(readNumber('１．５', share, mark)).toEqual(number(1.5));
    }
  });

  it('takes the one reading that may stand here, and asks where both may', () => {
    const steps = { min: 1, max: 100_000, whole: true };
    expect(readNumber('1,000', steps, '.')).toEqual(number(1000));
    expect(readNumber('1.000', steps, ',')).toEqual(number(1000));
    expect(readNumber('1.000', steps, '.')).toEqual(number(1000));
    expect(readNumber('1.250', share, ',')).toEqual(number(1.25));
    const wide = { min: 0, max: 1e6, whole: false };
    expect(readNumber('1.250', wide, ',')).toEqual({
      kind: 'two-ways',
      written: ['1250', '1.2500'],
    });
  });

  it('steps without leaving its bounds or gathering rounding', () => {
    expect(stepped(0.2, 1, 0.1, share)).toBe(0.3);
    expect(stepped(0.7, 1, 0.1, share)).toBe(0.8);
    expect(stepped(0, -1, 0.1, share)).toBe(0);
    expect(stepped(10, 1, 1, whole)).toBe(10);
    expect(stepped(4, -1, 1, whole)).toBe(3);
  });
});

import { expect, it } from 'vitest';
import { parseNumber } from '../../../src/ui/controls/number.ts';

it('reads a number within its bounds and nothing else', () => {
  const bounds = { min: 1, max: 10, whole: true };
  expect(parseNumber('3', bounds)).toBe(3);
  for (const text of ['', ' ', 'x', '0', '11', '2.5', 'NaN', 'Infinity']) {
    expect(parseNumber(text, bounds)).toBeNull();
  }
  expect(parseNumber('2.5', { ...bounds, whole: false })).toBe(2.5);
});

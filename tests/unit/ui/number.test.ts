import { describe, expect, it } from 'vitest';
import type { NumberField } from '../../../src/fields/field.ts';
import { stepOf, stepped } from '../../../src/ui/controls/number.ts';

const label = { zh: '数', en: 'Number' };
const whole: NumberField = {
  ...{ key: 'n', label, kind: 'number', default: 3 },
  ...{ min: 1, max: 10, whole: true },
};
const share: NumberField = { ...whole, min: 0, max: 3, whole: false };

describe('a number box', () => {
  it('answers arrow keys where its field says how far, and whole numbers by one', () => {
    expect(stepOf(whole)).toBe(1);
    expect(stepOf(share)).toBeNull();
    expect(stepOf({ ...share, step: 0.1 })).toBe(0.1);
  });

  it('steps without leaving its bounds or gathering rounding', () => {
    expect(stepped(0.2, 1, 0.1, share)).toBe(0.3);
    expect(stepped(0.7, 1, 0.1, share)).toBe(0.8);
    expect(stepped(0, -1, 0.1, share)).toBe(0);
    expect(stepped(10, 1, 1, whole)).toBe(10);
    expect(stepped(4, -1, 1, whole)).toBe(3);
  });
});

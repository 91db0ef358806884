import { describe, expect, expectTypeOf, it } from 'vitest';
import * as z from 'zod/mini';
import {
  checked,
  defaultsOf,
  isWithin,
  read,
  written,
  type Field,
  type NumberField,
  type Values,
} from '../../../src/fields/field.ts';
import { schemaOf } from '../../../src/fields/schema.ts';
import { languages, ReaderError } from '../../../src/language.ts';

const label = { zh: '数', en: 'Number' };
const whole: NumberField = { key: 'n', label, kind: 'number', min: 1, max: 10, default: 3, whole: true }; // prettier-ignore
const share: NumberField = { key: 'p', label, kind: 'number', min: 0, max: 3, default: 1 };
const fields = [
  { key: 'layers', label, kind: 'number', min: 1, max: 6, default: 2, whole: true },
  { key: 'rate', label, kind: 'number', min: 0.001, max: 1, default: 0.1, orZero: true },
  { key: 'tied', label, kind: 'switch', default: true },
  {
    key: 'norm',
    label,
    kind: 'choice',
    default: 'pre',
    options: [
      { value: 'pre', label },
      { value: 'post', label },
    ],
  },
  {
    key: 'bytes',
    label,
    kind: 'choice',
    default: 2,
    options: [
      { value: 2, label },
      { value: 0.5, label },
    ],
  },
] as const satisfies readonly Field[];
const [, rate, tied, norm, bytes] = fields;

describe('a number', () => {
  it('is read within its bounds, and nothing else is', () => {
    expect(read(whole, '3')).toEqual({ value: 3 });
    for (const text of ['', ' ', 'x', '0', '11', '2.5', 'NaN', 'Infinity', '3 %']) {
      expect(read(whole, text).value, text).toBeUndefined();
    }
    expect(read(share, '2.5')).toEqual({ value: 2.5 });
    expect(read(share, '0.012345678901234')).toEqual({ value: 0.012345678901234 });
  });

  it('may be zero below its lower bound where the field says so', () => {
    expect(read(rate, '0')).toEqual({ value: 0 });
    expect(read(rate, '0.0005').problem?.en).toBe('Enter 0, or a number from 0.001 to 1.');
    expect(read(rate, '0.0005').problem?.zh).toBe('请填 0，或 0.001 到 1 之间的数。');
  });

  it('is read with a decimal comma and full-width digits in every browser’s language', () => {
    for (const mark of ['.', ','] as const) {
      expect(read(share, '0,5', mark)).toEqual({ value: 0.5 });
      expect(read(share, '0,001', mark)).toEqual({ value: 0.001 });
      expect(read(share, '１．５', mark)).toEqual({ value: 1.5 });
    }
  });

  it('takes the one reading that may stand here, and asks where both may', () => {
    const steps = { ...whole, max: 100_000 };
    expect(read(steps, '1,000', '.')).toEqual({ value: 1000 });
    expect(read(steps, '1.000', ',')).toEqual({ value: 1000 });
    expect(read(steps, '1.000', '.')).toEqual({ value: 1000 });
    expect(read(share, '1.250', ',')).toEqual({ value: 1.25 });
    const { problem } = read({ ...share, max: 1e6 }, '1.250', ',');
    expect(problem?.en).toContain('1250 or 1.2500');
  });

  it('has its bounds told as its box writes numbers', () => {
    const big: NumberField = { ...share, min: 1e6, max: 1e13, format: 'big' };
    expect(read(big, '1e20').problem).toEqual({
      zh: '请填 100万 到 10万亿 之间的数。',
      en: 'Enter a number from 1M to 10T.',
    });
    expect(read(big, 'many').problem?.en).toContain('7e9');
    expect(read(big, '70B')).toEqual({ value: 70e9 });
    expect(read(whole, '5 %').problem?.en).toContain('percentage');
  });
});

describe('every field', () => {
  it('reads what is written of each of its values', () => {
    for (const field of fields) {
      expect(read(field, written(field, field.default))).toEqual({ value: field.default });
    }
    expect(read(bytes, '0.5')).toEqual({ value: 0.5 });
    expect(read(tied, 'false')).toEqual({ value: false });
    const big: NumberField = { ...share, max: 1e13, format: 'big' };
    expect(written(big, 1.75e11)).toBe('1.75e11');
    expect(written({ ...share, max: 1e6 }, 100_000)).toBe('100000');
  });

  it('says in both languages what it takes', () => {
    for (const [field, what] of [
      [norm, /pre.*post/],
      [bytes, /2.*0\.5/],
      [tied, /1.*0/],
      [whole, /1.*10/],
    ] as const) {
      const { problem } = read(field, '“?”');
      for (const language of languages) expect(problem?.[language]).toMatch(what);
      expect(problem?.zh).toMatch(/^请.*。$/);
      expect(problem?.en).toMatch(/^[A-Z].*\.$/);
    }
  });
});

describe('a table of fields', () => {
  it('gives its values a type', () => {
    expectTypeOf<Values<typeof fields>>().toEqualTypeOf<{
      readonly layers: number;
      readonly rate: number;
      readonly tied: boolean;
      readonly norm: 'pre' | 'post';
      readonly bytes: 2 | 0.5;
    }>();
    expect(defaultsOf(fields)).toEqual({ layers: 2, rate: 0.1, tied: true, norm: 'pre', bytes: 2 });
  });

  it('takes what is missing from the defaults and refuses the rest by name', () => {
    expect(checked(fields, { layers: 6 })).toEqual({ ...defaultsOf(fields), layers: 6 });
    for (const given of [{ layers: 7 }, { layers: 1.5 }, { layers: '2' }, { norm: 'none' }]) {
      expect(() => checked(fields, given)).toThrow(ReaderError);
      expect(() => checked(fields, given)).toThrow(/Number.*must be/);
    }
  });

  it('is a schema with its bounds', () => {
    const schema = schemaOf(fields);
    const whole = defaultsOf(fields);
    expect(z.safeParse(schema, { ...whole, colour: 'red' }).data).toEqual(whole);
    for (const wrong of [{ layers: 0 }, { layers: '2' }, { tied: 1 }, { bytes: 3 }, { norm: 2 }]) {
      expect(z.safeParse(schema, { ...whole, ...wrong }).success).toBe(false);
    }
    expect(z.safeParse(schema, { layers: 2 }).success).toBe(false);
  });

  it('knows which values may stand in it', () => {
    expect(isWithin(Number.NaN, rate)).toBe(false);
    expect(isWithin('0.5', bytes)).toBe(false);
  });
});

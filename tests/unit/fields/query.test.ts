import { describe, expect, it } from 'vitest';
import type { Field } from '../../../src/fields/field.ts';
import { fromQuery, toQuery } from '../../../src/fields/query.ts';

const label = { zh: '数', en: 'Number' };
const fields = [
  { key: 'lr', label, kind: 'number', min: 0.001, max: 1, default: 0.01 },
  { key: 'steps', label, kind: 'number', min: 1, max: 1000, default: 100, whole: true },
  { key: 'N', label, kind: 'number', min: 1e6, max: 1e13, default: 8e9, format: 'big' },
  { key: 'tied', label, kind: 'switch', default: true },
] as const satisfies readonly Field[];
const base = { lr: 0.02, steps: 100, N: 8e9, tied: true };
const parse = (query: string) => fromQuery(new URLSearchParams(query), fields, base);

describe('a query', () => {
  it('sets what it names and leaves the rest as it is', () => {
    expect(parse('steps=7&tied=0')).toEqual({
      values: { ...base, steps: 7, tied: false },
      problems: [],
      locked: new Set(),
    });
    expect(fromQuery(new URLSearchParams(), fields, {}).values).toMatchObject({ lr: 0.01 });
  });

  it('is answered in a sentence where it cannot be used', () => {
    const { values, problems } = parse('lr=2&N=1&colour=red&utm_source=x');
    expect(values).toEqual(base);
    expect(problems.map(({ en }) => en)).toEqual([
      'In the link, lr=“\u20682\u2069” cannot be used; it stays at 0.02. Enter a number from 0.001 to 1.',
      'In the link, N=“\u20681\u2069” cannot be used; it stays at 8B. Enter a number from 1M to 10T.',
      'The link has an unknown parameter “\u2068colour\u2069”; it is ignored.',
    ]);
    expect(problems[1]?.zh).toBe(
      '链接里的 N=“\u20681\u2069”不能用，这里保留了 80亿。请填 100万 到 10万亿 之间的数。',
    );
  });

  it('passes over what is meant for others', () => {
    const query = new URLSearchParams('run=2.1&lock=run');
    expect(fromQuery(query, fields, base, (name) => name === 'run').problems).toEqual([]);
  });
});

describe('a lock', () => {
  it('holds the fields that it names, and says which it does not know', () => {
    const { locked, problems } = parse('lr=0.5&lock=lr, steps,colour,');
    expect([...locked]).toEqual(['lr', 'steps']);
    expect(problems.map(({ en }) => en)).toEqual([
      'The link locks “\u2068colour\u2069”, which is not here; it is ignored.',
    ]);
  });

  it('travels with the values that it holds, changed or not', () => {
    const locked = new Set(['steps', 'lr']);
    const query = toQuery({ ...base, lr: 0.5 }, fields, base, locked);
    expect(query.toString()).toBe('lr=0.5&steps=100&lock=lr%2Csteps');
    const { values, problems, locked: held } = parse(query.toString());
    expect(values).toEqual({ ...base, lr: 0.5 });
    expect(problems).toEqual([]);
    expect(held).toEqual(locked);
  });
});

it('writes only what differs, so that the link stays short', () => {
  expect(toQuery(base, fields, base).toString()).toBe('');
  expect(toQuery({ ...base, N: 1.75e11, tied: false }, fields, base).toString()).toBe(
    'N=1.75e11&tied=0',
  );
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decimalMarkOf, readQuantity, type Expected } from '../../../src/fields/reading.ts';

const percent: Expected = { unit: { zh: '%', en: '%' } };
const money: Expected = { money: true };
const comma: Expected = { mark: ',' };

const read = (text: string, expected?: Expected): number | string => {
  const reading = readQuantity(text, expected);
  return reading.kind === 'number' ? reading.value : reading.kind;
};

describe('numbers as readers type and paste them', () => {
  it.each([
    ['7e9', 7e9],
    ['70B', 70e9],
    ['70 b', 70e9],
    ['1.5T', 1.5e12],
    ['12万', 12e4],
    ['3亿', 3e8],
    ['1.2 万亿', 1.2e12],
    ['３０００亿', 3e11],
    ['１２．５', 12.5],
    ['0。5', 0.5],
    ['3×10^23', 3e23],
    ['3.15 * 10^23', 3.15e23],
    ['3×10²³', 3e23],
    ['2×10⁻³', 0.002],
    ['10²³', 1e23],
    ['2 million', 2e6],
    ['−5', -5],
    ['.5', 0.5],
    ['12.3B', 12.3e9],
    ['0,5', 0.5],
    ['2,50', 2.5],
    ['0,002', 0.002],
    ['1,5 Mn', 1.5e6],
    ['1,024', 1024],
    ['1,234.5', 1234.5],
    ['1.234,5', 1234.5],
    ['1.234.567', 1_234_567],
    ['1,234,567', 1_234_567],
    ['1 234,5', 1234.5],
    ['1\u202f234\u202f567', 1_234_567],
    ["1'234.5", 1234.5],
    ['12,34,567', 1_234_567],
    ['1,0000,0000', 1e8],
    ['1,024万', 10_240_000],
  ])('%s', (text, value) => {
    expect(read(text)).toBe(value);
  });

  it.each([
    ['40%', percent, 40],
    ['40 ％', percent, 40],
    ['$2.50', money, 2.5],
    ['-$2.5', money, -2.5],
    ['￥12万', money, 12e4],
    ['2.5 美元/小时', money, 2.5],
    ['1,234.50 USD', money, 1234.5],
    ['3 €/Mtok', money, 3],
    ['80GB', { unit: { zh: 'GB', en: 'GB' } }, 80],
    ['12 个月', { unit: { zh: '个月', en: 'months' } }, 12],
    ['12 Months', { unit: { zh: '个月', en: 'months' } }, 12],
    ['2,5', comma, 2.5],
    ['1234', comma, 1234],
    ['1.5', comma, 1.5],
  ] as const)('%s, where that is expected', (text, expected, value) => {
    expect(read(text, expected)).toBe(value);
  });

  it.each([
    '',
    'many',
    '7x9',
    '1e999',
    '5 apples',
    '1.2.3',
    'B7',
    '0x10',
    '3x1000',
    '12 5',
    '1,234,5',
    '1,23.4',
    '1亿2000万',
    '$5',
    '80 MB',
    '😀',
    'x'.repeat(10_000),
  ])('refuse “%s”', (text) => {
    expect(read(text)).toBe('none');
  });

  it('ask where two readings are left, and each that is offered is read as it says', () => {
    for (const text of ['1,234', '1.234', '12,345']) {
      const reading = readQuantity(text, comma);
      if (reading.kind !== 'two-ways') throw new Error(`${text}: ${reading.kind}`);
      const digits = text.replace(/[.,]/, '');
      expect(reading.written.map((written) => read(written, comma))).toEqual([
        Number(digits),
        Number(text.replace(',', '.')),
      ]);
    }
    // Ten thousands set apart, or four decimals.
    expect(read('1,0000')).toBe('two-ways');
  });

  it('tell a percent sign where no share is asked for', () => {
    expect(read('40%')).toBe('percent');
    expect(read('%')).toBe('none');
  });

  it('never throw, and never give what is no finite number', () => {
    const marks = fc.constantFrom('.' as const, ',' as const);
    const texts = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 30 }),
      fc.string({ unit: fc.constantFrom(..."0123456789.,' e+-%kMB万亿×10^²"), maxLength: 14 }),
    );
    fc.assert(
      fc.property(texts, marks, (text, mark) => {
        const reading = readQuantity(text, { mark, money: true });
        if (reading.kind === 'number') expect(Number.isFinite(reading.value)).toBe(true);
      }),
      { seed: 1, numRuns: 5000 },
    );
  });

  it('read what a locale writes, or ask', () => {
    const locales = ['en-US', 'zh-CN', 'de-DE', 'fr-FR', 'en-IN', 'de-CH', 'es-ES', 'ru-RU'];
    fc.assert(
      fc.property(
        fc.constantFrom(...locales),
        fc.double({ min: 0.01, max: 1e9, noNaN: true }),
        (locale, value) => {
          const written = new Intl.NumberFormat(locale).format(value);
          const reading = readQuantity(written, { mark: decimalMarkOf(locale) });
          const meant = Number(
            new Intl.NumberFormat('en-US', { useGrouping: false }).format(value),
          );
          if (reading.kind !== 'two-ways') {
            expect(reading, `${locale}: ${written}`).toEqual({ kind: 'number', value: meant });
          }
        },
      ),
      { seed: 2, numRuns: 4000 },
    );
  });

  it('know a locale by its decimal mark, and survive one that does not exist', () => {
    expect(decimalMarkOf('de-DE')).toBe(',');
    expect(decimalMarkOf('zh-CN')).toBe('.');
    expect(decimalMarkOf('C')).toBe('.');
  });
});

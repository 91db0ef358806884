/**
 * No judgement contradicts a number beside it. For each calculator: what its verdicts claim, put
 * again in terms of the numbers that are shown, over inputs anywhere within their bounds.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { asShown, formatNumber } from '../../../src/demos/calculator/format.ts';
import { judge } from '../../../src/demos/calculator/judge.ts';
import { defaultValues } from '../../../src/demos/calculator/link.ts';
import { calculatorNames, loadSpec } from '../../../src/demos/calculator/registry.ts';
import { fromSlider, sliderPlaces } from '../../../src/ui/controls/slider.ts';
import type { CalculatorSpec, NumberFormat, Values } from '../../../src/demos/calculator/spec.ts';
import { languages } from '../../../src/language.ts';

const specs = new Map(
  await Promise.all(calculatorNames.map(async (name) => [name, await loadSpec(name)] as const)),
);

/** Places of the sliders, each input anywhere. */
const anywhere = (spec: CalculatorSpec): fc.Arbitrary<Values> =>
  fc.record(
    Object.fromEntries(
      spec.inputs.map((input) => [
        input.key,
        input.kind === 'choice'
          ? fc.constantFrom(...input.options.map(({ value }) => value))
          : fc.oneof(
              fc.constant(input.default),
              fc
                .integer({ min: 0, max: sliderPlaces(input) })
                .map((place) => fromSlider(place, input, input.default)),
            ),
      ]),
    ),
  );

interface Seen {
  /** A result as it is shown; NaN where there is none. */
  readonly n: (key: string) => number;
  readonly v: Values;
  /** The judgement of a result, in English. */
  readonly says: (key: string) => string;
  readonly tone: (key: string) => string;
}

const agree = (good: boolean, bad: boolean, { tone }: Seen, key: string): void => {
  if (good) expect(tone(key)).toBe('good');
  if (bad) expect(tone(key)).not.toBe('good');
};

/** What must hold between the numbers and the words of a calculator. */
const claims: Readonly<Record<string, (seen: Seen) => void>> = {
  'serving-cost': (seen) => {
    const { n, v, says } = seen;
    agree(n('whole') < v['api']!, n('whole') > v['api']!, seen, 'whole');
    agree(v['use']! / 100 > n('needed'), !(v['use']! / 100 >= n('needed')), seen, 'needed');
    // Two ticks or none, but where both stand at the line.
    const apart = Math.abs(n('whole') / v['api']! - 1) > 0.01;
    if (apart) expect(seen.tone('whole') === 'good').toBe(seen.tone('needed') === 'good');
    if (Number.isNaN(n('needed'))) expect(says('needed')).toMatch(/^Never/);
  },
  'make-or-buy': ({ n, v, says }) => {
    const total = (i: number): number => v[`K${i}`]! + (12 * v['V']! * v[`c${i}`]!) / 1e6;
    if (says('even').includes('① is cheaper'))
      expect(total(1)).toBeLessThanOrEqual(total(3) * 1.01);
    if (says('even').includes('reaches it')) expect(total(3)).toBeLessThanOrEqual(total(1) * 1.01);
    const cheapest = '①②③④⑤'.indexOf(/cheapest is (.)/.exec(says('least'))![1]!) + 1;
    expect(total(cheapest)).toBeCloseTo(Math.min(...[1, 2, 3, 4, 5].map(total)));
    expect(n('least')).toBeLessThanOrEqual(n('most'));
  },
  'four-questions': ({ n, v, says }) => {
    const yes = ['build', 'serve', 'ratio', 'line'].filter((key) => says(key).startsWith('Yes'));
    // The rent is written to fewer digits in one of the languages.
    const atBudget = Math.abs(n('build') / v['budget']! - 1) < 0.001;
    expect(Math.abs(yes.length - n('yes'))).toBeLessThanOrEqual(atBudget ? 1 : 0);
    if (n('ratio') >= 3) expect(says('ratio')).toMatch(/^Yes/);
    if (n('ratio') < 3) expect(says('ratio')).toMatch(/^No/);
  },
  'ab-test': (seen) => {
    agree(seen.n('days') <= seen.v['time']!, seen.n('days') > seen.v['time']!, seen, 'days');
    agree(seen.n('smallest') <= seen.v['d']!, seen.n('smallest') > seen.v['d']!, seen, 'smallest');
  },
  'break-even': (seen) => {
    expect(Number.isNaN(seen.n('customers'))).toBe(seen.tone('customers') === 'bad');
    if (seen.n('contribution') < 0) expect(seen.tone('customers')).toBe('bad');
    agree(false, seen.n('margin') < 0.3, seen, 'customers');
  },
  'classifier-value': (seen) => {
    agree(seen.n('ppv') > 0.5, seen.n('ppv') <= 0.5, seen, 'ppv');
    agree(seen.n('value') > seen.n('without'), seen.n('value') <= seen.n('without'), seen, 'value');
  },
  'heavy-users': (seen) => {
    for (const key of ['profit', 'capped']) agree(seen.n(key) > 0, seen.n(key) <= 0, seen, key);
    if (seen.says('profit').includes('median user looks profitable')) {
      expect(seen.n('medianCost')).toBeLessThan(seen.v['price']!);
    }
  },
  'majority-vote': ({ n, says }) => {
    if (says('vote').includes('worse')) expect(n('gain')).toBeLessThan(0);
    if (says('vote').includes('helps')) expect(n('gain')).toBeGreaterThan(0);
    if (says('vote').includes('Hardly')) expect(n('gain')).toBeCloseTo(0, 12);
  },
  'scaling-law': ({ n, v, says }) => {
    if (says('loss').startsWith('Larger')) expect(v['N']).toBeGreaterThan(n('bestN'));
    if (says('loss').startsWith('Smaller')) expect(v['N']).toBeLessThanOrEqual(n('bestN'));
    if (says('loss').startsWith('Within')) expect(n('loss') - n('bestLoss')).toBeLessThan(0.01);
  },
  'task-value': (seen) => {
    agree(seen.n('value') > 0, seen.n('value') <= 0, seen, 'value');
    const [quality, even] = [seen.v['quality']! / 100, seen.n('even')];
    if (seen.tone('even') === 'good') expect(quality).toBeGreaterThanOrEqual(even - 0.001);
    if (seen.tone('even') === 'warn') expect(quality).toBeLessThanOrEqual(even + 0.001);
  },
  'request-margin': (seen) => {
    const { n, v, says } = seen;
    agree(n('margin') > 0 && n('margin') >= v['wanted']! / 100, n('margin') <= 0, seen, 'margin');
    if (says('margin').includes('loses')) expect(n('margin')).toBeLessThan(0);
    if (says('margin').includes('below')) expect(n('margin')).toBeLessThan(v['wanted']! / 100);
  },
  'unit-economics': (seen) => {
    const { n, says } = seen;
    agree(n('ratio') >= 3, n('ratio') < 3, seen, 'ratio');
    agree(n('payback') <= 12, !(n('payback') <= 12), seen, 'payback');
    agree(n('nrr') >= 1, n('nrr') < 1, seen, 'nrr');
    if (says('ratio').startsWith('It pays back')) expect(n('ratio')).toBeGreaterThanOrEqual(1);
    // Sacks 2020: below 1, to 1.5, to 2, to 3, above.
    const range = /^(\d[\d.]*) to (\d[\d.]*)/.exec(says('multiple'));
    if (range !== null) {
      expect(n('multiple')).toBeGreaterThanOrEqual(Number(range[1]));
      expect(n('multiple')).toBeLessThanOrEqual(Number(range[2]));
    }
  },
  growth: ({ n, v, says }) => {
    if (says('bill').includes('still grows')) {
      expect(n('bill')).toBeGreaterThan(1);
      expect(n('price')).toBeLessThan(1);
    }
    if (says('bill').includes('price falls')) expect(v['down']).toBeGreaterThan(1);
    if (says('wait').includes('not above it today')) {
      expect(v['today']).toBeLessThanOrEqual(v['target']!);
    }
    if (says('reach').includes('above its limit')) {
      expect(v['start']).toBeGreaterThanOrEqual(v['limit']!);
    }
  },
  'training-cost': (seen) => {
    agree(seen.n('line') <= 1, seen.n('line') > 1, seen, 'line');
    if (seen.says('ratio').startsWith('Less')) expect(seen.n('ratio')).toBeLessThan(10);
    if (seen.says('ratio').startsWith('More')) expect(seen.n('ratio')).toBeGreaterThan(40);
  },
  memory: (seen) => {
    const card = seen.v['memory']! * 1e9;
    const room = card * (1 - seen.v['reserve']! / 100);
    agree(seen.n('perGpu') <= room, seen.n('perGpu') > room, seen, 'perGpu');
    agree(seen.n('lora') <= room, seen.n('lora') > room, seen, 'lora');
    if (seen.tone('perGpu') === 'bad') expect(seen.n('perGpu')).toBeGreaterThan(card);
  },
  'kv-cache': (seen) => {
    const { n, v, says } = seen;
    agree(false, n('sessions') < v['batch']!, seen, 'sessions');
    if (says('sessions').includes('weights alone')) expect(n('sessions')).toBe(0);
  },
  'revenue-mix': ({ n, says, tone }) => {
    if (n('margin') > 0) expect(tone('margin')).not.toBe('bad');
    if (n('margin') < 0) expect(tone('margin')).toBe('bad');
    expect(says('largest') !== '').toBe(n('largest') > 0.5);
    if (says('kinds').startsWith('Almost')) expect(n('kinds')).toBeLessThan(1.5);
  },
  fairness: (seen) => {
    const { n, says } = seen;
    agree(n('ratio') >= 0.8, n('ratio') < 0.8, seen, 'ratio');
    if (says('parity').includes('two standard errors')) {
      expect(n('parity')).toBeLessThan(2 * n('error'));
    }
    if (says('parity').includes('almost zero')) expect(n('parity')).toBeLessThan(0.005);
  },
};

describe('judgements', () => {
  it('are held to the numbers for every calculator that judges', () => {
    const judging = [...specs].filter(([, spec]) => spec.verdicts !== undefined);
    expect(Object.keys(claims).sort()).toEqual(judging.map(([name]) => name).sort());
  });

  it.each(Object.keys(claims))('of %s never contradict a number beside them', (name) => {
    const spec = specs.get(name as (typeof calculatorNames)[number])!;
    const check = (values: Values): void => {
      const results = spec.compute(values);
      for (const language of languages) {
        const verdicts = judge(spec, values, results, language);
        const formats = new Map(spec.outputs.map(({ key, format }) => [key, format]));
        const n = (key: string): number => {
          const value = results[key] ?? null;
          return value === null ? Number.NaN : asShown(value, formats.get(key)!, language);
        };
        claims[name]!({
          n,
          v: values,
          says: (key) => verdicts[key]?.text.en ?? '',
          tone: (key) => verdicts[key]?.tone ?? '',
        });
      }
    };
    check(defaultValues(spec));
    for (const { values } of spec.presets) check({ ...defaultValues(spec), ...values });
    fc.assert(fc.property(anywhere(spec), check), { seed: 3, numRuns: 600 });
  });

  it('are made on what is written', () => {
    const formats: readonly NumberFormat[] = [
      ...(['plain', 'whole', 'big', 'scientific', 'money', 'percent'] as const),
      ...(['bytes', 'binary-bytes'] as const),
    ];
    fc.assert(
      fc.property(
        fc.double({ min: -1e18, max: 1e18, noNaN: true }),
        fc.constantFrom(...formats),
        fc.constantFrom(...languages),
        (value, format, language) => {
          const shown = asShown(value, format, language);
          expect(formatNumber(shown, format, language)).toBe(formatNumber(value, format, language));
        },
      ),
      { seed: 4, numRuns: 5000 },
    );
  });
});

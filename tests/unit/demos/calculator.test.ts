import { describe, expect, it } from 'vitest';
import { formatNumber } from '../../../src/demos/calculator/format.ts';
import { addressedTo } from '../../../src/demos/island/address.ts';
import { judge } from '../../../src/demos/calculator/judge.ts';
import {
  calculatorAddress,
  defaultValues,
  presetValues,
  valuesFromQuery,
} from '../../../src/demos/calculator/link.ts';
import { fromSlider, sliderPlaces, toSlider } from '../../../src/ui/controls/slider.ts';
import { isWithin, read } from '../../../src/fields/field.ts';
import { readQuantity } from '../../../src/fields/reading.ts';
import { boxText, formatBig, shortest } from '../../../src/fields/writing.ts';
import { calculatorNames, loadSpec } from '../../../src/demos/calculator/registry.ts';
import type {
  CalculatorSpec,
  Quantity,
  Results,
  Values,
} from '../../../src/demos/calculator/spec.ts';
import { isAppended } from '../../../src/fields/appended.ts';
import { layoutChart } from '../../../src/ui/line-chart.ts';
import { languages, type Localised } from '../../../src/language.ts';

const specs = await Promise.all(
  calculatorNames.map(async (name) => [name, await loadSpec(name)] as const),
);

const numbersOf = (spec: CalculatorSpec): readonly Quantity[] =>
  spec.inputs.filter((input) => input.kind !== 'choice');

describe('numbers in boxes', () => {
  it('come back from what is written', () => {
    for (const value of [1, 8192, 12_345, 7e9, 1.56e13, 3.15e23, 0.001, 405e9]) {
      for (const language of languages) {
        const reading = readQuantity(formatBig(value, language, 8));
        expect(reading).toEqual({ kind: 'number', value });
      }
      expect(Number(shortest(value))).toBe(value);
    }
    expect(formatBig(175e9, 'en', 8)).toBe('175B');
    expect(formatBig(175e9, 'zh', 8)).toBe('1750亿');
    expect(formatBig(15.6e12, 'zh', 8)).toBe('15.6万亿');
  });
});

describe('results as they are written', () => {
  it.each([
    [3.15e23, 'scientific', '3.15\u202f×\u202f10²³'],
    [128e9, 'bytes', '128\u202fGB'],
    [131_072, 'binary-bytes', '128\u202fKiB'],
    [2 ** 30, 'binary-bytes', '1\u202fGiB'],
    [999_600_000, 'bytes', '1\u202fGB'],
    [0.1538, 'percent', '15.4\u202f%'],
    [-0.5, 'percent', '−50.0\u202f%'],
    [0.9259, 'money', '0.926'],
    [552_800.4, 'money', '552,800'],
    [-0.00001, 'money', '−0.00001'],
    [2000, 'whole', '2,000'],
    [null, 'whole', '–'],
  ] as const)('%d as %s', (value, format, text) => {
    expect(formatNumber(value, format, 'en')).toBe(text);
  });
});

/** Every text in a value, however deep. */
function texts(value: unknown): Localised[] {
  if (typeof value !== 'object' || value === null) return [];
  if ('zh' in value && 'en' in value) return [value as Localised];
  return Object.values(value).flatMap(texts);
}

/** Default, every input alone at either end, and all of them at once at either end. */
function corners(spec: CalculatorSpec): Values[] {
  const base = defaultValues(spec);
  const ends = spec.inputs.map((input) => {
    if (input.kind === 'choice') {
      const values = input.options.map(({ value }) => value);
      return { key: input.key, from: values[0]!, to: values.at(-1)! };
    }
    return { key: input.key, from: input.orZero === true ? 0 : input.min, to: input.max };
  });
  return [
    base,
    ...ends.flatMap(({ key, from, to }) => [
      { ...base, [key]: from },
      { ...base, [key]: to },
    ]),
    Object.fromEntries(ends.map(({ key, from }) => [key, from])),
    Object.fromEntries(ends.map(({ key, to }) => [key, to])),
  ];
}

describe.each(specs)('the calculator %s', (_, spec) => {
  it('has keys of its own, a headline and defaults within bounds', () => {
    const keys = spec.inputs.map(({ key }) => key);
    expect(new Set(keys).size).toBe(keys.length);
    expect(
      keys.filter((key) => ['run', 'preset', 'lock'].includes(key) || isAppended(key)),
    ).toEqual([]);
    expect(spec.outputs.filter(({ headline }) => headline)).toHaveLength(1);
    for (const input of spec.inputs) {
      if (input.kind === 'choice') {
        expect(input.options.map(({ value }) => value)).toContain(input.default);
        continue;
      }
      expect(isWithin(input.default, input), input.key).toBe(true);
      expect(input.min).toBeLessThan(input.max);
      if (input.scale === 'log') expect(input.min).toBeGreaterThan(0);
      for (const language of languages) {
        const written = boxText(input.default, input.format, language);
        for (const mark of ['.', ','] as const) {
          expect(read(input, written, mark), input.key).toEqual({ value: input.default });
        }
      }
    }
  });

  it('speaks both languages', () => {
    const { inputs, outputs, presets, title, description, how, source } = spec;
    for (const text of texts([inputs, outputs, presets, title, description, how, source])) {
      expect(text.zh.trim()).not.toBe('');
      expect(text.en.trim()).not.toBe('');
      expect(text.en, 'Chinese in the English').not.toMatch(/\p{Script=Han}/u);
    }
    expect(`${title.zh}${description.zh}${how.zh}`).toMatch(/\p{Script=Han}/u);
  });

  it('has presets that fit', () => {
    for (const { label, values } of spec.presets) {
      for (const [key, value] of Object.entries(values)) {
        const { problems } = valuesFromQuery(
          new URLSearchParams({ [key]: shortest(value) }),
          spec,
          defaultValues(spec),
        );
        expect(problems, `${label.en}: ${key}`).toEqual([]);
      }
    }
  });

  it('gives finite numbers at every end of its inputs, and says why where there is none', () => {
    for (const values of corners(spec)) {
      const results: Results = spec.compute(values);
      expect(Object.keys(results).sort()).toEqual(spec.outputs.map(({ key }) => key).sort());
      const verdicts = judge(spec, values, results, 'en');
      for (const { key, optional } of spec.outputs) {
        const value = results[key]!;
        const what = `${key} of ${JSON.stringify(values)}`;
        if (value === null) {
          expect(optional, what).toBe(true);
          expect(verdicts[key] ?? verdicts['needed'], what).toBeDefined();
        } else expect(Number.isFinite(value), what).toBe(true);
      }
      for (const text of texts(verdicts)) expect(text.zh && text.en).toBeTruthy();
      const chart = spec.chart?.(values, results);
      if (chart !== undefined) {
        const write = (value: number): string => formatNumber(value, chart.y.format, 'en');
        const layout = layoutChart(
          { ...chart.x, label: chart.x.label.en, format: write },
          { ...chart.y, label: chart.y.label.en, format: write },
          chart.lines.map((line) => ({ ...line, label: line.label.en })),
          chart.marks.map((mark) => ({ ...mark, label: mark.label.en })),
        );
        expect(layout.paths.join('')).not.toMatch(/NaN|Infinity/);
        expect(layout.yTicks.length, JSON.stringify(values)).toBeLessThan(12);
        expect(layout.xTicks.length).toBeLessThan(12);
      }
      const table = spec.table?.(values, results);
      for (const row of table?.rows ?? []) expect(row.cells).toHaveLength(table!.columns.length);
    }
  });

  it('has sliders that reach both ends and move on at every place', () => {
    for (const input of numbersOf(spec)) {
      const places = sliderPlaces(input);
      expect(toSlider(input.max, input), input.key).toBe(places);
      expect(toSlider(input.orZero === true ? 0 : input.min, input), input.key).toBe(0);
      expect(fromSlider(places, input, input.min)).toBe(input.max);
      let value = input.orZero === true ? 0 : input.min;
      for (let presses = 0; value < input.max; presses++) {
        expect(presses, `${input.key} stands still at ${value}`).toBeLessThan(2 * places + 2);
        const next = fromSlider(toSlider(value, input) + 1, input, value);
        expect(next, input.key).toBeGreaterThan(value);
        expect(isWithin(next, input), `${input.key}: ${next}`).toBe(true);
        value = next;
      }
    }
  });

  it('reads back the link that it writes', () => {
    const base = defaultValues(spec);
    for (const values of corners(spec).slice(1)) {
      const page = new URL('https://example.org/08-faq/?old=1');
      const address = calculatorAddress(page, '8.1', spec, values, base);
      expect(address.searchParams.get('run')).toBe('8.1');
      expect(address.searchParams.has('old')).toBe(false);
      expect(address.hash).toBe('#figure-8-1');
      const said = addressedTo(address, '8.1', null)!;
      expect(valuesFromQuery(said, spec, base)).toMatchObject({ values, problems: [] });
    }
  });
});

describe('links', () => {
  it('say in both languages what they could not use, and keep the rest', async () => {
    const spec = await loadSpec('memory');
    const query = new URLSearchParams('N=70B&gpus=0.5&stage=7&nonsense=1&preset=none');
    const { values, problems } = valuesFromQuery(query, spec, defaultValues(spec));
    expect(values).toEqual({ ...defaultValues(spec), N: 70e9 });
    expect(problems).toHaveLength(4);
    for (const { zh, en } of problems) {
      expect(zh).toMatch(/。$/);
      expect(en).toMatch(/\.$/);
    }
  });

  it('say the same thing once, briefly and without reordering the sentence', async () => {
    const spec = await loadSpec('memory');
    const problemsOf = (query: string) =>
      valuesFromQuery(new URLSearchParams(query), spec, defaultValues(spec)).problems;
    expect(problemsOf('foo=1&foo=2&N=abc&N=abc')).toHaveLength(2);
    expect(problemsOf('utm_source=x&from=singlemessage&isappinstalled=0')).toEqual([]);
    const flood = problemsOf(Array.from({ length: 300 }, (_, i) => `key${i}=1`).join('&'));
    expect(flood).toHaveLength(6);
    expect(flood.at(-1)?.en).toContain('295 more');
    const [long] = problemsOf(`N=\u202e${'x'.repeat(14_000)}`);
    expect(long?.en.length).toBeLessThan(250);
    expect(long?.en).not.toContain('\u202e');
  });

  it('take a case by name', async () => {
    const spec = await loadSpec('classifier-value');
    expect(presetValues(spec, 'preset=sepsis&pi=20')).toMatchObject({ s: 33, c: 83, pi: 20 });
    expect(() => presetValues(spec, 'preset=sespis')).toThrow(/sespis/);
    expect(() => presetValues(spec, 's=101')).toThrow(/101/);
  });

  it('fail on a calculator that does not exist', async () => {
    await expect(loadSpec('memroy')).rejects.toThrow(/memroy.*memory/);
    await expect(loadSpec('toString')).rejects.toThrow(/toString/);
  });
});

const worked: readonly (readonly [string, string, string, number])[] = [
  ['training-cost', '', 'flop', 3.15e23],
  ['training-cost', 'peak=312', 'hours', 701_000],
  ['training-cost', '', 'hours', 221_000],
  ['training-cost', 'N=7e9&D=2e12&gpus=64', 'days', 38.4],
  ['memory', '', 'total', 128e9],
  ['kv-cache', 'context=1', 'each', 209],
  ['kv-cache', '', 'ridge', 295],
  ['kv-cache', 'N=70e9&bits=0.5&layers=80', 'sessions', 13],
  ['serving-cost', '', 'cost', 0.926],
  ['serving-cost', '', 'whole', 1.026],
  ['serving-cost', '', 'needed', 0.309],
  ['serving-cost', '', 'full', 0.278],
  ['serving-cost', '', 'volume', 2e9],
  ['serving-cost', 'staff=10000', 'volume', 13.1e9],
  ['conversation-cost', 'cached=0', 'cost', 0.036],
  ['conversation-cost', 'cached=0', 'month', 7200],
  ['conversation-cost', '', 'cost', 0.0187],
  ['conversation-cost', 'turns=40&cached=80', 'cost', 0.142],
  ['unit-economics', '', 'value', 750],
  ['unit-economics', '', 'payback', 10],
  ['unit-economics', '', 'multiple', 1.6],
  ['break-even', '', 'customers', 2000],
  ['heavy-users', 'sigma=1.5', 'capped', 7.7],
  ['classifier-value', '', 'ppv', 0.154],
  ['classifier-value', '', 'value', 2600],
  ['ab-test', '', 'days', 19],
  ['task-value', '', 'value', 1.285],
  ['task-value', '', 'even', 0.433],
  ['scaling-law', '', 'ruleN', 51.2e9],
  ['growth', 'tokens=2&down=3', 'wait', 3.42],
  ['growth', 'tokens=3&tasks=2', 'bill', 0.216],
  ['request-margin', '', 'margin', 0.75],
  ['request-margin', 'calls=8', 'margin', -1],
  ['revenue-mix', '', 'margin', 0.455],
  ['fairness', '', 'parity', 0.12],
  ['fairness', '', 'error', 0.022],
  ['majority-vote', '', 'vote', 0.753],
  ['make-or-buy', '', 'even', 2.5e9],
  ['four-questions', '', 'yes', 4],
];

it.each(worked)('%s?%s agrees with the text: %s', async (name, query, key, expected) => {
  const spec = await loadSpec(name);
  const value = spec.compute(presetValues(spec, query))[key];
  expect(Number(value) / expected).toBeCloseTo(1, 2);
});

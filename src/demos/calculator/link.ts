/** A calculator's setting as a query: the inputs that differ from the page's. */
import { few, quoted } from '../../fields/sentences.ts';
import { fromQuery, toQuery, type FromQuery } from '../../fields/query.ts';
import type { Localised } from '../../language.ts';
import { addressWith, figureId } from '../island/address.ts';
import type { CalculatorSpec, Values } from './spec.ts';

export interface ParsedValues extends Pick<FromQuery, 'problems' | 'locked'> {
  readonly values: Values;
}

const noCase = (name: string): Localised => ({
  zh: `这个计算器没有叫 ${quoted(name)} 的一组数；链接里的这一项没有用上。`,
  en: `This calculator has no case called ${quoted(name)}; that part of the link was not used.`,
});

export const defaultValues = (spec: CalculatorSpec): Values =>
  Object.fromEntries(spec.inputs.map((input) => [input.key, input.default]));

/** What a query says of the inputs; what it leaves out or gets wrong stays as in `base`. */
export function valuesFromQuery(
  query: URLSearchParams,
  spec: CalculatorSpec,
  base: Values,
): ParsedValues {
  const named = query.get('preset');
  const preset = spec.presets.find(({ id }) => id !== undefined && id === named);
  const own = fromQuery(
    query,
    spec.inputs,
    { ...base, ...preset?.values },
    (name) => name === 'preset',
  );
  const problems = named !== null && preset === undefined ? [noCase(named)] : [];
  return {
    // All inputs are numbers, those with a few options too.
    values: Object.fromEntries(
      Object.entries(own.values).map(([key, value]) => [key, Number(value)]),
    ),
    problems: few([...problems, ...own.problems]),
    locked: own.locked,
  };
}

/** The setting that a page's author gave; what is wrong in it is a defect of the page. */
export function presetValues(spec: CalculatorSpec, preset: string): Values {
  const { values, problems } = valuesFromQuery(
    new URLSearchParams(preset),
    spec,
    defaultValues(spec),
  );
  const [problem] = problems;
  if (problem !== undefined) throw new Error(`The preset “${preset}” is wrong: ${problem.en}`);
  return values;
}

/** The address that opens the page at this calculator with these values. */
export function calculatorAddress(
  page: URL,
  figure: string,
  spec: CalculatorSpec,
  values: Values,
  base: Values,
  locked?: ReadonlySet<string>,
): URL {
  const query = toQuery(values, spec.inputs, base, locked);
  const address = addressWith(page, query, figure, null);
  address.hash = figureId(figure);
  return address;
}

/** A calculator's setting as a query: `run=<figure>` and the inputs that differ from the page's. */
import { few, isAppended, quoted } from '../../fields/link.ts';
import { shortest } from '../../fields/writing.ts';
import type { Localised } from '../../language.ts';
import { figureId } from '../run/figure.ts';
import { boxText, complaint, parseQuantity, rangeText } from './quantity.ts';
import type { CalculatorSpec, Input, Values } from './spec.ts';

export interface ParsedValues {
  readonly values: Values;
  /** One sentence for each part that could not be used. */
  readonly problems: readonly Localised[];
}

export const defaultValues = (spec: CalculatorSpec): Values =>
  Object.fromEntries(spec.inputs.map((input) => [input.key, input.default]));

/** What is wrong with a value for an input, or null. */
function problemOf(input: Input, text: string, kept: number): Localised | null {
  const { key } = input;
  if (input.kind === 'choice') {
    const allowed = input.choices.map(({ value }) => String(value));
    if (allowed.includes(text)) return null;
    return {
      zh: `链接里的 ${key}=${quoted(text)} 不能用：只能是 ${allowed.join('、')}。这里保留了 ${kept}。`,
      en: `${key}=${quoted(text)} in the link cannot be used: it has to be one of ${allowed.join(', ')}. It stays at ${kept}.`,
    };
  }
  if (complaint(text, input) === null) return null;
  const range = rangeText(input);
  const whole = input.whole === true;
  return {
    zh: `链接里的 ${key}=${quoted(text)} 不能用：要填${whole ? '整数' : '数'}，范围是 ${range.zh}。这里保留了 ${boxText(kept, input, 'zh')}。`,
    en: `${key}=${quoted(text)} in the link cannot be used: it has to be a ${whole ? 'whole ' : ''}number within ${range.en}. It stays at ${boxText(kept, input, 'en')}.`,
  };
}

/** A text of a link that has no problem, as a number. */
const valueOf = (input: Input, text: string): number =>
  (input.kind === 'choice' ? Number(text) : parseQuantity(text, input)) ?? input.default;

/** What a query says of the inputs; what it leaves out or gets wrong stays as in `base`. */
export function valuesFromQuery(
  query: URLSearchParams,
  spec: CalculatorSpec,
  base: Values,
): ParsedValues {
  const values: Record<string, number> = { ...base };
  const problems: Localised[] = [];
  const named = query.get('preset');
  if (named !== null) {
    const preset = spec.presets.find(({ id }) => id === named);
    const name = quoted(named);
    if (preset !== undefined) Object.assign(values, preset.values);
    else {
      problems.push({
        zh: `这个计算器没有叫 ${name} 的一组数；链接里的这一项没有用上。`,
        en: `This calculator has no case called ${name}; that part of the link was not used.`,
      });
    }
  }
  for (const [key, raw] of query) {
    if (key === 'run' || key === 'preset' || isAppended(key)) continue;
    const input = spec.inputs.find((one) => one.key === key);
    if (input === undefined) {
      const name = quoted(key);
      problems.push({
        zh: `这个计算器没有叫 ${name} 的输入；链接里的这一项没有用上。`,
        en: `This calculator has no input called ${name}; that part of the link was not used.`,
      });
      continue;
    }
    const problem = problemOf(input, raw, base[key] ?? input.default);
    if (problem === null) values[key] = valueOf(input, raw);
    else problems.push(problem);
  }
  return { values, problems: few(problems) };
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
): URL {
  const address = new URL(page);
  const query = new URLSearchParams({ run: figure });
  for (const { key } of spec.inputs) {
    const value = values[key];
    if (value !== undefined && value !== base[key]) query.set(key, shortest(value));
  }
  address.search = query.toString();
  address.hash = figureId(figure);
  return address;
}

/**
 * The judgements of a calculator. They are made on the numbers as the reader sees them: what is
 * shown as 3.00 is judged as 3, so that no sentence contradicts the figure beside it.
 */
import type { Language } from '../../language.ts';
import { asShown } from './format.ts';
import type { CalculatorSpec, Results, Values, Verdict } from './spec.ts';

export function judge(
  spec: CalculatorSpec,
  values: Values,
  results: Results,
  language: Language,
): Readonly<Record<string, Verdict | undefined>> {
  if (spec.verdicts === undefined) return {};
  const shown = spec.outputs.map(({ key, format }) => {
    const value = results[key] ?? null;
    return [key, value === null ? null : asShown(value, format, language)] as const;
  });
  return spec.verdicts(values, Object.fromEntries(shown));
}

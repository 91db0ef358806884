/** What an arrow key makes of the number in a box. */
import type { NumberField } from '../../fields/field.ts';

/** How far an arrow key goes; null where it goes nowhere. */
export const stepOf = ({ step, whole }: NumberField): number | null =>
  step ?? (whole === true ? 1 : null);

/**
 * The number one step up or down from `value`, on whole multiples of `step` from the lower bound, so
 * that 0.1 + 0.2 stays 0.3.
 */
export function stepped(
  value: number,
  direction: 1 | -1,
  step: number,
  { min, max }: NumberField,
): number {
  const places = Math.round((value - min) / step) + direction;
  const next = Number((min + places * step).toPrecision(12));
  return Math.min(max, Math.max(min, next));
}

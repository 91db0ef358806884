/** Reads what was typed into a number box. */
import { readQuantity, type DecimalMark } from '../../fields/reading.ts';

export interface NumberBounds {
  readonly min: number;
  readonly max: number;
  /** Whole numbers only. */
  readonly whole: boolean;
}

export type NumberReading =
  | { readonly kind: 'number'; readonly value: number }
  /** No number, or none within the bounds. */
  | { readonly kind: 'none' }
  /** Its mark may be a decimal's or set thousands apart; each as it would be understood. */
  | { readonly kind: 'two-ways'; readonly written: readonly [string, string] };

const none: NumberReading = { kind: 'none' };

/** @param mark how the reader's own language writes a decimal */
export function readNumber(
  text: string,
  { min, max, whole }: NumberBounds,
  mark: DecimalMark,
): NumberReading {
  const does = (value: number): boolean =>
    value >= min && value <= max && (!whole || Number.isInteger(value));
  const reading = readQuantity(text, { mark, whole });
  if (reading.kind === 'number') return does(reading.value) ? reading : none;
  if (reading.kind !== 'two-ways') return none;
  // Where only one of them may stand here, that one is meant.
  const possible = reading.written.map(Number).filter(does);
  if (possible.length > 1) return reading;
  return possible.length === 1 ? { kind: 'number', value: possible[0]! } : none;
}

/**
 * The number one step up or down from `value`, on whole multiples of `step` from the lower bound, so
 * that 0.1 + 0.2 stays 0.3.
 */
export function stepped(
  value: number,
  direction: 1 | -1,
  step: number,
  { min, max }: NumberBounds,
): number {
  const places = Math.round((value - min) / step) + direction;
  const next = Number((min + places * step).toPrecision(12));
  return Math.min(max, Math.max(min, next));
}

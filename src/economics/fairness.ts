/** One threshold, two groups: which gaps it leaves. Scores are normal, with variance 1. */
import { normalAbove } from './normal.ts';

export interface Group {
  /** Share of positives, π. */
  readonly baseRate: number;
  /** Mean score of the positives; that of the negatives is 0 plus `shift`. */
  readonly separation: number;
  /** Added to every score of the group: a measurement that favours or harms it. */
  readonly shift: number;
}

export interface Rates {
  readonly truePositive: number;
  readonly falsePositive: number;
  /** Share judged positive. */
  readonly selected: number;
  /** Share of positives among those judged positive. */
  readonly precision: number;
}

export function ratesAt(group: Group, threshold: number): Rates {
  const { baseRate, separation, shift } = group;
  return ratesFrom(
    baseRate,
    normalAbove(threshold - shift - separation),
    normalAbove(threshold - shift),
  );
}

/** From the base rate, the true-positive and the false-positive rate. */
export function ratesFrom(baseRate: number, truePositive: number, falsePositive: number): Rates {
  const hits = baseRate * truePositive;
  const selected = hits + (1 - baseRate) * falsePositive;
  return { truePositive, falsePositive, selected, precision: selected > 0 ? hits / selected : 0 };
}

export interface Gaps {
  /** Demographic parity: difference in the share judged positive. */
  readonly parity: number;
  /** Equal opportunity: difference in the true-positive rate (Hardt et al. 2016, arXiv:1610.02413). */
  readonly opportunity: number;
  /** Predictive parity: difference in precision. */
  readonly predictive: number;
  readonly falsePositive: number;
  /** The smaller share judged positive over the larger. */
  readonly ratio: number;
}

/** Absolute differences between two groups. */
export function gapsBetween(a: Rates, b: Rates): Gaps {
  const most = Math.max(a.selected, b.selected);
  return {
    parity: Math.abs(a.selected - b.selected),
    opportunity: Math.abs(a.truePositive - b.truePositive),
    predictive: Math.abs(a.precision - b.precision),
    falsePositive: Math.abs(a.falsePositive - b.falsePositive),
    ratio: most > 0 ? Math.min(a.selected, b.selected) / most : 1,
  };
}

/** A flat price when use is log-normal: few users use most. Use in million tokens a month. */
import { normalAbove, normalBelow } from './normal.ts';

/** m · e^(σ²/2): the mean of a log-normal with median m. */
export function meanUse(median: number, sigma: number): number {
  return median * Math.exp((sigma * sigma) / 2);
}

/** Share of users who use more than `use`: 1 − Φ(ln(use / m) / σ). */
export function shareAbove(use: number, median: number, sigma: number): number {
  return normalAbove(Math.log(use / median) / sigma);
}

/** Share of all use that falls to the users above `use`: Φ(σ − ln(use / m) / σ). */
export function useShareAbove(use: number, median: number, sigma: number): number {
  return normalBelow(sigma - Math.log(use / median) / sigma);
}

/**
 * Mean use when nobody gets more than `cap`:
 * E[min(X, cap)] = mean · Φ(ln(cap/m)/σ − σ) + cap · (1 − Φ(ln(cap/m)/σ)).
 */
export function cappedMeanUse(median: number, sigma: number, cap: number): number {
  const z = Math.log(cap / median) / sigma;
  return meanUse(median, sigma) * normalBelow(z - sigma) + cap * normalAbove(z);
}

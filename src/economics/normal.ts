/** The standard normal distribution, which use and scores are modelled with. */

/**
 * Φ(z), by the continued fraction and the series of the error function; relative error below 1e-12
 * (Abramowitz and Stegun 1964, 7.1.6 and 26.2.14).
 */
export function normalBelow(z: number): number {
  const size = Math.abs(z);
  const density = Math.exp((-size * size) / 2) / Math.sqrt(2 * Math.PI);
  let tail: number;
  if (size < 3) {
    let term = size;
    let sum = size;
    for (let k = 1; k < 100 && term > 1e-17 * sum; k++) {
      term *= (size * size) / (2 * k + 1);
      sum += term;
    }
    tail = 0.5 - density * sum;
  } else {
    let fraction = 0;
    for (let k = 60; k >= 1; k--) fraction = k / (size + fraction);
    tail = density / (size + fraction);
  }
  return z > 0 ? 1 - tail : tail;
}

/** P(X > z). */
export const normalAbove = (z: number): number => normalBelow(-z);

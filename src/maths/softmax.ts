/** Scores into probabilities, p_k = e^((z_k − m)/τ) / Σ_j e^((z_j − m)/τ) with m the largest score. */

export interface Softmax {
  /** m. */
  readonly largest: number;
  /** e^((z_k − m)/τ), in (0, 1]: less the largest score nothing can overflow. */
  readonly weights: readonly number[];
  /** Of the weights. */
  readonly sum: number;
  readonly probabilities: readonly number[];
}

/**
 * @param scores z, at least one
 * @param temperature τ, above 0
 */
export function softmax(scores: readonly number[], temperature = 1): Softmax {
  const largest = Math.max(...scores);
  const weights = scores.map((score) => Math.exp((score - largest) / temperature));
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return { largest, weights, sum, probabilities: weights.map((weight) => weight / sum) };
}

/** The loss that parameters and tokens buy, and the best way to spend a given compute. */

/** L(N, D) = E + A / N^α + B / D^β, in nats per token of the authors' data and tokenizer. */
export interface ScalingFit {
  readonly E: number;
  readonly A: number;
  readonly B: number;
  readonly alpha: number;
  readonly beta: number;
}

/** Hoffmann et al. 2022, arXiv:2203.15556, approach 3. */
export const hoffmannFit: ScalingFit = { E: 1.69, A: 406.4, B: 410.7, alpha: 0.34, beta: 0.28 };

/** Besiroglu et al. 2024, arXiv:2404.10102: the same data fitted again. */
export const besirogluFit: ScalingFit = {
  E: 1.8172,
  A: 482.01,
  B: 2085.43,
  alpha: 0.3478,
  beta: 0.3658,
};

export function scalingLoss(fit: ScalingFit, parameters: number, tokens: number): number {
  return fit.E + fit.A / parameters ** fit.alpha + fit.B / tokens ** fit.beta;
}

export interface Allocation {
  readonly parameters: number;
  readonly tokens: number;
}

/** Rule of thumb D ≈ 20 N with C = 6 N D: N* = √(C / 120), D* = 20 N*. */
export function ruleOfThumb(flop: number): Allocation {
  const parameters = Math.sqrt(flop / 120);
  return { parameters, tokens: 20 * parameters };
}

/**
 * The lowest loss of a fit at C = 6 N D: N* = G (C/6)^(β/(α+β)), G = (αA / βB)^(1/(α+β))
 * (Hoffmann et al. 2022, equation 4).
 */
export function optimum({ A, B, alpha, beta }: ScalingFit, flop: number): Allocation {
  const g = ((alpha * A) / (beta * B)) ** (1 / (alpha + beta));
  const parameters = g * (flop / 6) ** (beta / (alpha + beta));
  return { parameters, tokens: flop / (6 * parameters) };
}

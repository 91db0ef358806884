/** The first year's cost of the steps from an API to a model of one's own. */

export interface Step {
  /** Of the year: data, evaluation, people, training, reserved GPUs. */
  readonly fixedCost: number;
  readonly costPerMtok: number;
}

/** cost = K + 12 · V · c, V being million tokens a month. */
export function firstYearCost({ fixedCost, costPerMtok }: Step, mtokPerMonth: number): number {
  return fixedCost + 12 * mtokPerMonth * costPerMtok;
}

/**
 * V* = (K₂ − K₁) / (12 (c₁ − c₂)): million tokens a month from which the higher step is cheaper.
 *
 * @returns null where it never is; 0 where it always is
 */
export function evenVolumeMtok(lower: Step, higher: Step): number | null {
  const saved = 12 * (lower.costPerMtok - higher.costPerMtok);
  if (saved <= 0) return null;
  return Math.max(0, (higher.fixedCost - lower.fixedCost) / saved);
}

/** How large an A/B test has to be, and what the difference is worth. Rates are shares. */

/** n ≈ 16 p(1 − p) / δ² in each arm: 80 % power at the 5 % level (Kohavi et al. 2020). */
export function usersPerArm(baseRate: number, difference: number): number {
  return (16 * baseRate * (1 - baseRate)) / difference ** 2;
}

/** Days until both arms are full. */
export function testDays(perArm: number, usersPerDay: number): number {
  return (2 * perArm) / usersPerDay;
}

/** The smallest difference that `perArm` users in each arm show: √(16 p(1 − p) / n). */
export function smallestDifference(baseRate: number, perArm: number): number {
  return Math.sqrt((16 * baseRate * (1 - baseRate)) / perArm);
}

/** Extra revenue: impressions · Δ rate · value of a click. */
export function liftRevenue(
  impressions: number,
  difference: number,
  valuePerClick: number,
): number {
  return impressions * difference * valuePerClick;
}

/** Whether a customer pays back, and how long the money lasts. Money in one currency throughout. */

/** GM = (R − COGS) / R, a share. Not positive revenue has none. */
export function grossMargin(revenue: number, costOfGoods: number): number | null {
  return revenue > 0 ? (revenue - costOfGoods) / revenue : null;
}

/**
 * LTV = ARPU · GM / churn: what a customer leaves in gross margin before leaving, on average
 * (Skok, “SaaS Metrics 2.0”). With constant churn the mean stay is 1 / churn.
 *
 * @param arpu revenue per customer and month
 * @param margin gross margin, a share
 * @param churn share of customers lost each month
 */
export function lifetimeValue(arpu: number, margin: number, churn: number): number {
  return (arpu * margin) / churn;
}

/** The same, counting only the first `months`: Σ ARPU · GM · (1 − churn)^k, k = 0 … months − 1. */
export function cappedLifetimeValue(
  arpu: number,
  margin: number,
  churn: number,
  months: number,
): number {
  return lifetimeValue(arpu, margin, churn) * (1 - (1 - churn) ** months);
}

/**
 * Months until a customer's gross margin has paid for winning them: CAC / (ARPU · GM).
 *
 * @returns null where the margin is not positive
 */
export function paybackMonths(cac: number, arpu: number, margin: number): number | null {
  const monthly = arpu * margin;
  return monthly > 0 ? cac / monthly : null;
}

/** Months until the cash is gone; null where none is burnt. */
export function runwayMonths(cash: number, netBurnPerMonth: number): number | null {
  return netBurnPerMonth > 0 ? cash / netBurnPerMonth : null;
}

/** Net burn for each unit of net new ARR in the same time; null where there is no new ARR. */
export function burnMultiple(netBurn: number, netNewArr: number): number | null {
  return netNewArr > 0 ? netBurn / netNewArr : null;
}

/** NRR = (start + expansion − contraction − churned) / start: revenue kept from the same customers. */
export function netRevenueRetention(
  start: number,
  expansion: number,
  contraction: number,
  churned: number,
): number {
  return (start + expansion - contraction - churned) / start;
}

/**
 * Customers at which the fixed cost is covered: F / (p − v).
 *
 * @returns null where every customer costs at least the price
 */
export function breakEvenCustomers(
  fixedCost: number,
  price: number,
  variableCost: number,
): number | null {
  const contribution = price - variableCost;
  return contribution > 0 ? fixedCost / contribution : null;
}

/** The price that leaves a wanted gross margin: c / (1 − GM*). */
export function costPlusPrice(cost: number, wantedMargin: number): number {
  return cost / (1 - wantedMargin);
}

/** Gross margin of a whole made of parts. */
export function blendedMargin(
  parts: readonly { readonly revenue: number; readonly margin: number }[],
): { readonly margin: number; readonly profit: number; readonly revenue: number } {
  const revenue = parts.reduce((sum, part) => sum + part.revenue, 0);
  const profit = parts.reduce((sum, part) => sum + part.revenue * part.margin, 0);
  return { revenue, profit, margin: revenue > 0 ? profit / revenue : 0 };
}

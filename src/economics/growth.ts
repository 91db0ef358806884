/** What is multiplied by the same factor every year. Years throughout. */

/** x₀ · g^t. */
export function grown(start: number, factorPerYear: number, years: number): number {
  return start * factorPerYear ** years;
}

/** Years to double, or to halve where the factor is below 1: ln 2 / |ln g|; null where nothing changes. */
export function doublingYears(factorPerYear: number): number | null {
  return factorPerYear === 1 ? null : Math.LN2 / Math.abs(Math.log(factorPerYear));
}

/** Years until `limit` is reached; null where growth leads away from it or stands still. */
export function yearsTo(start: number, limit: number, factorPerYear: number): number | null {
  const years = Math.log(limit / start) / Math.log(factorPerYear);
  return Number.isFinite(years) && years >= 0 ? years : null;
}

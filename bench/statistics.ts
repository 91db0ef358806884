/** Medians, minima, ratios in the same round, and cliffs. */

/** @throws Error where there are no values */
export function median(values: readonly number[]): number {
  if (values.length === 0) throw new Error('There is no median of nothing.');
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/**
 * A contestant against a reference that ran before and after it in each round: the median over the
 * rounds of median / mean of the two medians around it, so that a machine whose speed drifts
 * changes both sides alike.
 * @param rounds the contestant's median in each round
 * @param around the reference's medians before and after, in each round
 */
export function pairedRatio(
  rounds: readonly number[],
  around: readonly (readonly [number, number])[],
): number {
  if (rounds.length !== around.length) {
    throw new Error(`${rounds.length} rounds cannot be compared with ${around.length}.`);
  }
  return median(rounds.map((one, round) => (2 * one) / (around[round]![0] + around[round]![1])));
}

/** Indices whose throughput is below half of that of a neighbour. */
export function cliffs(throughput: readonly number[]): number[] {
  return throughput.flatMap((one, index) => {
    const neighbours = [throughput[index - 1], throughput[index + 1]];
    return neighbours.some((other) => other !== undefined && one < other / 2) ? [index] : [];
  });
}

/** Choosing the next token from logits. */
import type { Random } from '../maths/random/streams.ts';

export interface SamplingOptions {
  /** Divides the logits; 0 always takes the most likely token. */
  readonly temperature: number;
  /** Keep only the k most likely tokens; 0 keeps all. */
  readonly topK: number;
  /** Keep the fewest tokens whose probabilities add up to p (Holtzman et al. 2020); 1 keeps all. */
  readonly topP: number;
}

// #region sample
/** Draws one token id. */
export function sample(
  logits: Float32Array, // [V]
  { temperature: tau, topK, topP }: SamplingOptions,
  random: Random,
): number {
  const ids = Array.from(logits.keys());
  const order = ids.sort((a, b) => logits[b]! - logits[a]!);
  if (tau === 0) return order[0]!;
  const kept = topK === 0 ? order : order.slice(0, topK);
  const best = logits[kept[0]!]!;
  const weights = kept.map((id) => Math.exp((logits[id]! - best) / tau));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  let count = 0;
  let mass = 0; // probability of the tokens that stay
  while (count < kept.length && (count === 0 || mass < topP)) {
    mass += weights[count++]! / total;
  }
  let left = random.uniform() * mass * total;
  for (let i = 0; i < count; i++) {
    left -= weights[i]!;
    if (left <= 0) return kept[i]!;
  }
  return kept[count - 1]!;
}
// #endregion sample

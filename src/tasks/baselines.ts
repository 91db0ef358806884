/**
 * What trivial predictors reach on the held-out set, so that a reader can tell learning from
 * counting. All losses are natural-log losses per target token, as the models' are.
 */
import type { Baselines } from './task.ts';

/** How often each of `size` tokens occurs, divided so that all sum to 1; add-one smoothed. */
function frequencies(tokens: Int32Array, size: number): Float64Array {
  const counts = new Float64Array(size).fill(1);
  let total = size;
  for (const token of tokens) {
    counts[token]! += 1;
    total += 1;
  }
  return counts.map((count) => count / total);
}

/** Every token guessed by how often it occurs in `train`. */
export function unigramLoss(train: Int32Array, heldOut: Int32Array, size: number): number {
  const probability = frequencies(train, size);
  let loss = 0;
  for (const token of heldOut) loss -= Math.log(probability[token]!);
  return loss / heldOut.length;
}

// #region bigram
/** Counts of pairs, filled up by the unigram (Witten and Bell, 1991). */
export function bigramLoss(train: Int32Array, held: Int32Array, V: number) {
  const unigram = frequencies(train, V);
  const pairs = new Uint32Array(V * V);
  const seen = new Float64Array(V);
  const kinds = new Float64Array(V);
  for (let i = 1; i < train.length; i++) {
    const before = train[i - 1]!;
    const pair = before * V + train[i]!;
    if (pairs[pair]! === 0) kinds[before]! += 1;
    pairs[pair]! += 1;
    seen[before]! += 1;
  }
  let loss = 0;
  for (let i = 1; i < held.length; i++) {
    const [before, token] = [held[i - 1]!, held[i]!];
    const k = Math.max(kinds[before]!, 1);
    const count = pairs[before * V + token]! + k * unigram[token]!;
    loss -= Math.log(count / (seen[before]! + k));
  }
  return loss / (held.length - 1);
}
// #endregion bigram

/** @param size of the vocabulary; both parts hold at least two tokens. */
export function textBaselines(
  train: Int32Array,
  heldOut: Int32Array,
  size: number,
): Required<Baselines> {
  return {
    uniform: Math.log(size),
    unigram: unigramLoss(train, heldOut, size),
    bigram: bigramLoss(train, heldOut, size),
  };
}

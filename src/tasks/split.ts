/**
 * Who is held out. Membership depends on a key's own text alone (a word, a source, a poem), so
 * an example can never be in both parts, whatever the seed, the order or the number of repeats.
 */
import { hashString } from '../maths/random/streams.ts';

/** The share of keys that is held out. */
const share = 0.1;
export const heldOutMost = 512;

/**
 * `hashString` with the finaliser of MurmurHash3 (Appleby): without it the lowest bit of FNV-1a is
 * the parity of the characters, and the held-out set would be no fair sample.
 */
function splitHash(key: string): number {
  let hash = hashString(key);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** True for one key in ten. */
export function isHeldOut(key: string): boolean {
  return splitHash(key) < share * 2 ** 32;
}

export interface Split<T> {
  readonly train: readonly T[];
  readonly heldOut: readonly T[];
}

/**
 * Splits a list of distinct items: the tenth with the smallest hashes is held out, at least one and
 * at most `most`. Both parts keep the list's order.
 */
export function splitList<T>(
  items: readonly T[],
  keyOf: (item: T) => string,
  most = heldOutMost,
): Split<T> {
  const hashes = items.map((item) => splitHash(keyOf(item)));
  const size = Math.max(1, Math.min(most, Math.floor(items.length * share)));
  const limit = Uint32Array.from(hashes).sort()[size - 1] ?? -1;
  return {
    train: items.filter((_, i) => hashes[i]! > limit),
    heldOut: items.filter((_, i) => hashes[i]! <= limit),
  };
}

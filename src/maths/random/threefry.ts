/**
 * A counter-based generator of random numbers: the n-th is a function of the key and n alone, so that
 * every thread and every backend finds it without those before it.
 */

/** How far the second word is rotated in each round. */
export const threefryRotations: readonly number[] = [13, 15, 26, 6, 17, 29, 16, 24];

/** Fewest rounds with which Threefry-2x32 passes BigCrush. */
export const threefryRounds = 13;

/** The third word of the key is this, xor the first two. */
export const threefryParity = 0x1bd11bda;

/** Two words of 32 bits. */
export type Words = readonly [number, number];

/**
 * Threefry-2x32 with 13 rounds (Salmon et al. 2011, "Parallel random numbers: as easy as 1, 2, 3").
 * @returns two words, uniform in [0, 2³²) and independent of those of every other counter
 */
export function threefry(counter: Words, key: Words): Words {
  const words = [...key, threefryParity ^ key[0] ^ key[1]];
  let [x, y] = [(counter[0] + key[0]) | 0, (counter[1] + key[1]) | 0];
  for (let round = 1; round <= threefryRounds; round++) {
    const by = threefryRotations[(round - 1) % 8]!;
    x = (x + y) | 0;
    y = ((y << by) | (y >>> (32 - by))) ^ x;
    if (round % 4 !== 0) continue;
    const times = round / 4;
    x = (x + words[times % 3]!) | 0;
    y = (y + words[(times + 1) % 3]! + times) | 0;
  }
  return [x >>> 0, y >>> 0];
}

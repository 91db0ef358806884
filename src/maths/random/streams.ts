/**
 * Seeded random numbers. One seed gives many independent streams (initialisation,
 * data order, dropout, sampling …), so that drawing more from one of them never
 * shifts another.
 */

export interface Random {
  /** Uniform in [0, 1), 32 bits. */
  uniform(): number;
  /** Uniform integer in [0, n). */
  integer(n: number): number;
  /** Standard normal (Box–Muller). */
  normal(): number;
  /** Where the stream stands; `randomFrom` goes on from there. */
  state(): RandomState;
}

/** All that decides what a stream gives next. */
export interface RandomState {
  /** Of the generator, 32 bits each. */
  readonly words: readonly [a: number, b: number, c: number, counter: number];
  /** The second number of the last pair of normal ones, until it is asked for. */
  readonly spare: number | null;
}

/** FNV-1a over UTF-16 code units; 32-bit. */
export function hashString(text: string, start = 0x811c9dc5): number {
  let hash = start >>> 0;
  for (let i = 0; i < text.length; i++) {
    hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  }
  return hash >>> 0;
}

/**
 * A stream seeded from `seed` and a name. Equal arguments give equal sequences on every machine.
 */
export function createRandom(seed: number, stream: string): Random {
  const high = Math.floor(seed / 2 ** 32) ^ 0x9e3779b9;
  const random = randomFrom({ words: [seed, hashString(stream), high, 1], spare: null });
  for (let i = 0; i < 15; i++) random.uniform();
  return random;
}

/** The sfc32 generator (Chris Doty-Humphrey, PractRand) from a given state on. */
export function randomFrom({ words, spare: first }: RandomState): Random {
  let [a, b, c, counter] = words.map((word) => word | 0) as [number, number, number, number];
  let spare = first;
  const uniform = (): number => {
    const t = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + t) | 0;
    return (t >>> 0) / 2 ** 32;
  };
  return {
    uniform,
    integer: (n) => Math.floor(uniform() * n),
    normal() {
      if (spare !== null) {
        const value = spare;
        spare = null;
        return value;
      }
      const radius = Math.sqrt(-2 * Math.log(1 - uniform()));
      const angle = 2 * Math.PI * uniform();
      spare = radius * Math.sin(angle);
      return radius * Math.cos(angle);
    },
    state: () => ({ words: [a, b, c, counter], spare }),
  };
}

/** Fisher–Yates, in place. */
export function shuffle<T>(items: T[], random: Random): T[] {
  for (let i = items.length - 1; i > 0; i--) {
    const j = random.integer(i + 1);
    [items[i], items[j]] = [items[j]!, items[i]!];
  }
  return items;
}

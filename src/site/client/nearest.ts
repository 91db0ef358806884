/** Which known address a mistyped one is closest to. */

/** The number of insertions, deletions and replacements between two words (Levenshtein 1966). */
export function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (const [i, letter] of [...a].entries()) {
    const next = [i + 1];
    for (const [j, other] of [...b].entries()) {
      const replaced = (row[j] ?? 0) + (letter === other ? 0 : 1);
      next.push(Math.min(replaced, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}

/** Without numbers and punctuation: `02_Algorithm` is `algorithm`. */
function letters(address: string): string {
  return address.toLowerCase().replace(/[^a-z]/g, '');
}

/** The nearest of `known`, or undefined when none is near: more than half of it would change. */
export function nearest(address: string, known: readonly string[]): string | undefined {
  const wanted = letters(address);
  let best: string | undefined;
  let least = Infinity;
  for (const one of known) {
    const name = letters(one);
    const apart = distance(wanted, name);
    const contains = wanted !== '' && (name.includes(wanted) || wanted.includes(name));
    const far = contains ? Math.min(apart, 1.5) : apart;
    if (far < least && far <= name.length / 2) [best, least] = [one, far];
  }
  return best;
}

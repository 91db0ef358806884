/**
 * Tang quatrains in common characters. First line: the 1,500 most frequent characters of the whole
 * collection, most frequent first. Then a poem a line: title, author and the four lines of verse
 * without punctuation, separated by tabs.
 */
const wantedCharacters = 1_500;

/** @param json a list of [title, author, text with punctuation], simplified. */
export function convertQuatrains(json: string): string {
  const poems: unknown = JSON.parse(json);
  if (!Array.isArray(poems)) throw new Error('quatrains.json is no list.');
  const seen = new Set<string>();
  const counts = new Map<string, number>();
  const verses: { title: string; author: string; lines: string[] }[] = [];
  for (const [title, author, text] of poems as [string, string, string][]) {
    const lines = text.split(/[^\p{Script=Han}]+/u).filter((line) => line !== '');
    const lengths = new Set(lines.map((line) => [...line].length));
    if (lines.length !== 4 || lengths.size !== 1 || seen.has(lines.join(''))) continue;
    seen.add(lines.join(''));
    for (const character of lines.join('')) {
      counts.set(character, (counts.get(character) ?? 0) + 1);
    }
    verses.push({ title, author, lines });
  }
  const ranked = [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  const frequent = ranked.slice(0, wantedCharacters).map(([character]) => character);
  const known = new Set(frequent);
  const rows = verses
    .filter(({ lines }) => [...lines.join('')].every((character) => known.has(character)))
    .map(({ title, author, lines }) => [title, author, ...lines].join('\t'));
  return `${[frequent.join(''), ...rows].join('\n')}\n`;
}

/**
 * What the search offers when no section has the words: the same with a mistyped word put right, or
 * the sections that have the most pieces of a long Chinese question.
 */
import { distance } from './nearest.ts';
import { search, type Found, type Searchable } from './search-core.ts';
import { fold, parseQuery, wordsOf } from './search-text.ts';

export interface Near extends Found {
  /** What was looked for instead. */
  readonly instead: string;
}

const vocabularies = new WeakMap<Searchable, ReadonlyMap<string, number>>();

/** Every word of the text and every term, with how often it comes. */
function vocabularyOf(searchable: Searchable): ReadonlyMap<string, number> {
  const known = vocabularies.get(searchable);
  if (known !== undefined) return known;
  const counts = new Map<string, number>();
  const add = (word: string, weight: number): void => {
    counts.set(word, (counts.get(word) ?? 0) + weight);
  };
  for (const { title, text } of searchable.prepared) {
    for (const word of wordsOf(`${title} ${text}`)) add(word, 1);
  }
  // A term is likelier to be looked for than any other word.
  for (const form of searchable.terms.keys()) add(form, 1000);
  vocabularies.set(searchable, counts);
  return counts;
}

/** Letters that may differ: none in short words, two in long ones; one Chinese character in three. */
function tolerance(word: string): number {
  if (/\p{Script=Han}/u.test(word)) return word.length >= 3 ? 1 : 0;
  if (word.length < 4) return 0;
  return word.length < 8 ? 1 : 2;
}

function nearestWord(searchable: Searchable, wanted: string): string | undefined {
  const limit = tolerance(wanted);
  let best: string | undefined;
  let least = Infinity;
  if (limit === 0) return undefined;
  for (const [word, count] of vocabularyOf(searchable)) {
    if (Math.abs(word.length - wanted.length) > limit) continue;
    const apart = distance(wanted, word);
    if (apart === 0 || apart > limit) continue;
    const far = apart - Math.min(0.9, Math.log2(count) / 20);
    if (far < least) [best, least] = [word, far];
  }
  return best;
}

/** The query with what nobody wrote replaced by what is nearest to it, or undefined. */
function corrected(searchable: Searchable, typed: string): string | undefined {
  const { phrase, words } = parseQuery(typed);
  const whole = nearestWord(searchable, phrase);
  if (whole !== undefined) return whole;
  let changed = false;
  const better = words.map((word) => {
    if (search(searchable, word).results.length > 0) return word;
    const near = nearestWord(searchable, word);
    if (near !== undefined) changed = true;
    return near ?? word;
  });
  return changed ? better.join(' ') : undefined;
}

const particles =
  /如何|怎么样?|怎样|什么|为何|多少|哪些|哪个|是否|可以|能不能|[的了和与是在吗呢把被就也对从到及或有会能要让个]/gu;

/**
 * The pieces of a question in Chinese: terms of the glossary first, the rest at words that say nothing
 * on their own and, where that is in no section either, in pairs of characters. Needs no dictionary.
 */
function pieces(searchable: Searchable, typed: string): string[] {
  const terms = [...searchable.terms.keys()]
    .filter((term) => /^\p{Script=Han}{2,}$/u.test(term))
    .sort((a, b) => b.length - a.length);
  const cut = (word: string): string[] => {
    const term = terms.find((one) => word.includes(one));
    if (term !== undefined) {
      const at = word.indexOf(term);
      return [...cut(word.slice(0, at)), term, ...cut(word.slice(at + term.length))];
    }
    return word
      .replace(particles, ' ')
      .split(' ')
      .flatMap((part) => {
        if (part.length < 3 || search(searchable, part).results.length > 0) return [part];
        return [...part].slice(0, -1).map((letter, at) => letter + [...part][at + 1]!);
      });
  };
  const { words } = parseQuery(typed);
  const all = words.flatMap((word) => (/\p{Script=Han}/u.test(word) ? cut(word) : [word]));
  return [...new Set(all)].filter((part) => part !== '');
}

const shown = 8;

/** The nearest thing to a query that found nothing, or undefined. */
export function searchNear(searchable: Searchable, typed: string): Near | undefined {
  const better = corrected(searchable, typed);
  if (better !== undefined) {
    const found = search(searchable, better);
    const name = searchable.terms.get(better)?.name;
    const instead = name !== undefined && fold(name) === better ? name : better;
    if (found.results.length > 0) return { ...found, instead };
  }
  const parts = pieces(searchable, typed);
  if (parts.length === 0) return undefined;
  const votes = new Map<string, { weight: number; found: Found['results'][number] }>();
  const used: string[] = [];
  for (const part of parts) {
    const { results } = search(searchable, part);
    if (results.length > 0) used.push(part);
    for (const found of results) {
      const weight = (votes.get(found.url)?.weight ?? 0) + 1 / Math.sqrt(results.length);
      votes.set(found.url, { weight, found });
    }
  }
  // Sections with all pieces, then those with the rarest ones.
  const ordered = [...votes.values()].sort((a, b) => b.weight - a.weight);
  const results = [...search(searchable, used.join(' ')).results];
  for (const { found } of ordered) {
    if (results.length >= shown) break;
    if (!results.some(({ url }) => url === found.url)) results.push(found);
  }
  return results.length === 0 ? undefined : { results, instead: used.join(' ') };
}

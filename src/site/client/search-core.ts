/**
 * The search itself, without the page: which sections of the handbook have the words of a query, in
 * which order. The index is the text of the pages (`build/search-index.ts`); a section is found if and
 * only if the words stand in it, under its heading or in its page's title.
 */
import type { Language } from '../../language.ts';
import { excerpt, fold, hitsOf, parseQuery, type Query, type Run } from './search-text.ts';

export interface IndexedSection {
  /** Index into {@link SearchIndex.pages}. */
  readonly page: number;
  /** The fragment; empty for what stands before the first heading. */
  readonly id: string;
  readonly title: string;
  readonly text: string;
  /** Shown code, which counts less than prose. */
  readonly code: string;
}

export interface IndexedTerm {
  /** Its fragment on the glossary page. */
  readonly key: string;
  /** As this language writes it. */
  readonly name: string;
  /** All ways to write it, in both languages. */
  readonly forms: readonly string[];
  /** Where it is defined, an address in this language. */
  readonly section?: string;
}

export interface SearchIndex {
  readonly language: Language;
  readonly glossary: string;
  readonly pages: readonly { readonly url: string; readonly title: string }[];
  readonly sections: readonly IndexedSection[];
  readonly terms: readonly IndexedTerm[];
}

export interface Result {
  readonly url: string;
  readonly page: string;
  readonly title: string;
  readonly excerpt: readonly Run[];
}

export interface Found {
  readonly results: readonly Result[];
  /** The term as this language writes it, where the reader wrote it otherwise. */
  readonly term?: string;
}

interface Prepared {
  readonly section: IndexedSection;
  readonly url: string;
  readonly page: string;
  readonly title: string;
  readonly text: string;
  readonly code: string;
}

/** An index with its texts folded once. */
export interface Searchable {
  readonly index: SearchIndex;
  readonly prepared: readonly Prepared[];
  readonly terms: ReadonlyMap<string, IndexedTerm>;
}

export function prepare(index: SearchIndex): Searchable {
  const terms = new Map<string, IndexedTerm>();
  for (const term of index.terms) {
    for (const form of [term.name, ...term.forms]) {
      const folded = fold(form);
      if (!terms.has(folded) || form === term.name) terms.set(folded, term);
    }
  }
  const prepared = index.sections.map((section) => {
    const page = index.pages[section.page]!;
    return {
      section,
      url: section.id === '' ? page.url : `${page.url}#${section.id}`,
      page: fold(page.title),
      title: fold(section.title),
      text: fold(section.text),
      code: fold(section.code),
    };
  });
  return { index, prepared, terms };
}

/** So many sections of one page, so that the pages can be told apart. */
const perPage = 3;

/** Everything that has all words of the query, the most telling first. */
export function search(searchable: Searchable, typed: string): Found {
  const query = parseQuery(typed);
  if (query.phrase === '') return { results: [] };
  const term = searchable.terms.get(query.phrase);
  const renamed = term !== undefined && fold(term.name) !== query.phrase ? term.name : undefined;
  const queries = [query];
  if (renamed !== undefined) queries.push(parseQuery(renamed));
  const ranked = rank(searchable, queries, term);
  const sought = queries.flatMap(({ phrase, words }) => [phrase, ...words]);
  const results = ranked.map((one) => resultOf(searchable, one, sought));
  // “Tokens” for “token” needs no word of explanation.
  const isOther = renamed !== undefined && hitsOf(fold(renamed), query.phrase).places.length === 0;
  const isPlural = renamed !== undefined && query.phrase.startsWith(fold(renamed));
  return isOther && !isPlural ? { results, term: renamed } : { results };
}

interface Scored {
  readonly one: Prepared;
  readonly score: number;
}

function rank(
  searchable: Searchable,
  queries: readonly Query[],
  term: IndexedTerm | undefined,
): Prepared[] {
  const scored: Scored[] = [];
  const byPage = new Map<number, Scored>();
  const complete = new Set<number>();
  const glossary = term === undefined ? undefined : `${searchable.index.glossary}#${term.key}`;
  for (const one of searchable.prepared) {
    let score = 0;
    let partial = 0;
    for (const query of queries) {
      const found = scoreOf(one, query);
      if (found.all) score = Math.max(score, found.score);
      partial = Math.max(partial, found.score);
    }
    if (one.url === glossary) score += 2000;
    if (one.url === term?.section) score += 1000;
    if (score > 0) {
      scored.push({ one, score });
      complete.add(one.section.page);
    } else if (partial > (byPage.get(one.section.page)?.score ?? 0)) {
      byPage.set(one.section.page, { one, score: partial });
    }
  }
  // Pages that have all words, though no section of theirs does, come last.
  for (const [page, best] of byPage) {
    if (!complete.has(page) && queries.some((query) => hasAll(searchable, page, query))) {
      scored.push({ one: best.one, score: best.score / 1000 });
    }
  }
  scored.sort((a, b) => b.score - a.score);
  const counts = new Map<number, number>();
  const seen = new Set<string>();
  return scored.flatMap(({ one, score }) => {
    // The exhibits of the museum stand on two pages.
    const same = `${one.title} ${one.text}`;
    if (one.text !== '' && seen.has(same)) return [];
    seen.add(same);
    const count = counts.get(one.section.page) ?? 0;
    counts.set(one.section.page, count + 1);
    return count < perPage || score >= 1000 ? [one] : [];
  });
}

function hasAll({ prepared }: Searchable, page: number, { words }: Query): boolean {
  const parts = prepared.filter(({ section }) => section.page === page);
  return words.every((wanted) =>
    parts.some(({ title, text, code }) =>
      [title, text, code].some((part) => hitsOf(part, wanted).places.length > 0),
    ),
  );
}

/** How much a section has to say on a query, and whether it has all its words. */
function scoreOf(one: Prepared, { phrase, words }: Query): { score: number; all: boolean } {
  let score = 0;
  let all = true;
  for (const wanted of words) {
    const inTitle = hitsOf(one.title, wanted);
    const inText = hitsOf(one.text, wanted);
    const found = inTitle.places.length + inText.places.length;
    if (found === 0) {
      const inCode = hitsOf(one.code, wanted).places.length;
      const inPage = hitsOf(one.page, wanted).places.length;
      if (inCode + inPage === 0) all = false;
      else score += inCode > 0 ? 0.2 : 0.1;
      continue;
    }
    if (inTitle.places.length > 0) score += inTitle.whole.length > 0 ? 20 : 8;
    score += Math.log2(1 + inText.places.length) + 2 * Math.log2(1 + inText.whole.length);
  }
  if (one.title === phrase) score += 100;
  else if (words.length > 1 && hitsOf(one.title, phrase).places.length > 0) score += 40;
  // Several words in a row are likelier to be what was meant than the same words apart.
  if (words.length > 1) score += 10 * Math.log2(1 + hitsOf(one.text, phrase).places.length);
  return { score, all };
}

function resultOf({ index }: Searchable, one: Prepared, sought: readonly string[]): Result {
  const { section, url, text, code } = one;
  const inText = sought.some((wanted) => hitsOf(text, wanted).places.length > 0);
  const inCode = !inText && sought.some((wanted) => hitsOf(code, wanted).places.length > 0);
  return {
    url,
    page: index.pages[section.page]!.title,
    title: section.title,
    excerpt: inCode ? excerpt(section.code, code, sought) : excerpt(section.text, text, sought),
  };
}

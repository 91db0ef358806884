/** The index of the search as it was built: every term of the glossary is found, and nothing else is in it. */
import { join } from 'node:path';
import { visit } from 'unist-util-visit';
import { describe, expect, test } from 'vitest';
import type { Language } from '../../src/language.ts';
import { languages } from '../../src/language.ts';
import {
  prepare,
  search,
  type Searchable,
  type SearchIndex,
} from '../../src/site/client/search-core.ts';
import { readGlossary, termFinder } from '../../src/site/glossary.ts';
import { localePath } from '../../src/site/locale.ts';
import { pageText, root } from '../unit/site/pages.ts';
import { addressOf, slugs, textAt } from './site.ts';

const glossary = readGlossary(join(root, 'content/glossary/glossary.json'));

const indexOf = (language: Language): Searchable =>
  prepare(JSON.parse(textAt(`/search/${language}.json`)) as SearchIndex);

/** The pages whose text has a term, by the term as it is written there. */
function pagesWithTerms(language: Language): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>();
  for (const slug of slugs) {
    const find = termFinder(glossary, language, slug);
    visit(pageText(slug, language).tree, 'text', ({ value }) => {
      for (const { index, length } of find(value)) {
        const written = value.slice(index, index + length).toLowerCase();
        found.set(written, (found.get(written) ?? new Set()).add(addressOf(slug, language)));
      }
    });
  }
  return found;
}

describe.each(languages)('in %s', (language) => {
  test('every term of the glossary is found on every page that has it', () => {
    const searchable = indexOf(language);
    const where = pagesWithTerms(language);
    let pairs = 0;
    for (const [key, term] of Object.entries(glossary)) {
      for (const form of [term[language], ...(term.forms?.[language] ?? [])]) {
        const urls = search(searchable, form).results.map(({ url }) => url);
        const found = new Set(urls.map((url) => url.split('#')[0]!));
        for (const page of where.get(form.toLowerCase()) ?? []) {
          pairs++;
          expect(found.has(page), `“${form}” on ${page}`).toBe(true);
        }
        // What defines it comes first: its own entry, then its section.
        expect(urls[0], form).toBe(`${localePath('/glossary/', language)}#${key}`);
        if (term.section !== undefined) {
          expect(urls.slice(0, 3), form).toContain(localePath(term.section, language));
        }
      }
    }
    expect(pairs).toBeGreaterThan(300);
  });

  test('no text has TeX, doubled formulas or parts of panels', () => {
    const { index } = indexOf(language);
    for (const { title, text } of index.sections) {
      expect(`${title} ${text}`).not.toMatch(/\\[a-zA-Z]{2,}|\\[{}|]|Section titled|本节链接/);
    }
    const text = index.sections.map((section) => section.text).join('\n');
    // The formula that came twice: `ln8=2.079ln8=2.079`.
    expect(text).not.toMatch(/(ln ?8 ?= ?2\.079).{0,3}\1/);
    expect(text).not.toMatch(/步数 0 \/|Steps? 0 \//);
    expect(index.pages).toHaveLength(slugs.length);
  });
});

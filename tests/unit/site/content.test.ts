/** The pages: all there in both languages, the same sections, the serif face complete. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { headingCharacters, serifFontCharacters } from '../../../src/site/build/serif.ts';
import { pageByNumber, pageBySlug, pages } from '../../../src/site/chapters.ts';

const root = join(import.meta.dirname, '../../..');

function fileOf(slug: string, language: string): string {
  const path = join(root, 'content', language, `${slug}.mdx`);
  return existsSync(path) ? path : join(root, 'content', language, slug, 'index.mdx');
}

/** The ids of h2 and h3, outside code. */
function sections(path: string): string[] {
  const prose = readFileSync(path, 'utf8').replace(/^(```|~~~)[\s\S]*?^\1/gm, '');
  return [...prose.matchAll(/^#{2,3}\s.*\[#([a-z0-9-]+)\]\s*$/gm)].map((match) => match[1] ?? '');
}

it.each(pages.map((page) => page.slug))('%s has the same sections in both languages', (slug) => {
  expect(sections(fileOf(slug, 'en'))).toEqual(sections(fileOf(slug, 'zh')));
});

it('finds pages by slug and by number', () => {
  expect(pageBySlug('')?.slug).toBe('index');
  expect(pageByNumber(2)?.slug).toBe('02-algorithms');
  expect(pageByNumber(99)).toBeUndefined();
});

it('has every character of a heading in the serif face (else: npm run fonts)', () => {
  const stored = new Set(readFileSync(join(root, serifFontCharacters), 'utf8').trim());
  const missing = [...headingCharacters(root)].filter((character) => !stored.has(character));
  expect(missing.join('')).toBe('');
});

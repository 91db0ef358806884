/** What is made from the pages by hand: the serif face and the pictures for links are complete. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { headingCharacters, serifFontCharacters } from '../../../src/site/build/serif.ts';
import { languages } from '../../../src/language.ts';
import { pageByNumber, pageBySlug, pages } from '../../../src/site/chapters.ts';
import { sharePicture } from '../../../src/site/share-picture.ts';
import { shareWords } from '../../../src/site/share-words.ts';
import drawn from '../../../src/site/share-pictures.json' with { type: 'json' };

const root = join(import.meta.dirname, '../../..');

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

it('has a picture of every page with the words that it has now (else: npm run share-pictures)', () => {
  const words: Readonly<Record<string, unknown>> = drawn;
  for (const { slug } of pages) {
    for (const language of languages) {
      const address = sharePicture(slug, language);
      expect(words[address], address).toEqual(shareWords(root, slug, language));
      expect(existsSync(join(root, 'public', address)), address).toBe(true);
    }
  }
});

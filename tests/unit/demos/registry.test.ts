/** Every demo is described once, by its folder's name, and stands where its description says. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { addressOf, demos } from '../../../src/demos/island/registry.ts';
import { languages } from '../../../src/language.ts';
import { pageBySlug } from '../../../src/site/chapters.ts';
import { demoNames } from '../../../src/site/markdown/demos.ts';

const root = join(import.meta.dirname, '../../..');

function textOf(slug: string, language: string): string {
  const path = join(root, 'content', language, `${slug}.mdx`);
  return existsSync(path) ? readFileSync(path, 'utf8') : '';
}

describe('the registry', () => {
  it('has the demos that pages can name', () => {
    expect(demos.map(({ id }) => id).sort()).toEqual(demoNames(root).sort());
  });

  it('leads to the laboratories and the first page, and to figures in chapters', () => {
    const addresses = demos.map(addressOf);
    expect(addresses[0]).toBe('/');
    expect(addresses).toContain('/lab/transformer/');
    expect(new Set(addresses).size).toBe(demos.length);
  });

  it.each(demos.map((demo) => [demo.id, demo] as const))(
    '%s is at home where it says',
    (id, demo) => {
      expect(pageBySlug(demo.page)).toBeDefined();
      for (const language of languages) {
        const text = textOf(demo.page, language);
        const tag = new RegExp(
          `<(?:Demo\\s+name="${id}(?:/[^"]*)?"|Museum)\\s[^>]*figure="${demo.figure}"`,
        );
        expect(text, language).toMatch(tag);
        expect(demo.name[language]).not.toBe('');
        expect(demo.teaches[language]).toMatch(/[.。]$/);
      }
    },
  );
});

/** A figure's number names one figure on the whole site: in print, in class and in links. */
import { expect, it } from 'vitest';
import { visit } from 'unist-util-visit';
import { languages } from '../../../src/language.ts';
import { pages } from '../../../src/site/chapters.ts';
import { pageText } from './pages.ts';

it.each(languages)('gives no number twice (%s)', (language) => {
  const found = new Map<string, string[]>();
  for (const { slug } of pages) {
    visit(pageText(slug, language).tree, 'mdxJsxFlowElement', (node) => {
      for (const attribute of node.attributes) {
        if (attribute.type !== 'mdxJsxAttribute' || attribute.name !== 'figure') continue;
        const number = typeof attribute.value === 'string' ? attribute.value : '';
        found.set(number, [...(found.get(number) ?? []), slug]);
      }
    });
  }
  expect(found.size).toBeGreaterThan(40);
  expect([...found].filter(([, places]) => places.length > 1)).toEqual([]);
});

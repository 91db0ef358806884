/** The glossary: every term has a section that treats it and is used; terms are found as written. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createMarkdownProcessor } from '@astrojs/markdown-remark';
import { describe, expect, it } from 'vitest';
import { pathToFileURL } from 'node:url';
import { visit } from 'unist-util-visit';
import { languages } from '../../../src/language.ts';
import { pageBySlug, pages } from '../../../src/site/chapters.ts';
import { readGlossary, termFinder } from '../../../src/site/glossary.ts';
import { rehypeGlossaryTerms } from '../../../src/site/markdown/glossary-terms.ts';
import { headingsOf, pageText, root } from './pages.ts';

const path = join(root, 'content/glossary/glossary.json');
const glossary = readGlossary(path);

it('has more than a hundred terms, in the order of their keys', () => {
  const keys = Object.keys(JSON.parse(readFileSync(path, 'utf8')) as object);
  expect(keys.length).toBeGreaterThan(100);
  expect(keys).toEqual([...keys].sort());
});

it.each(languages)('leads to sections that exist (%s)', (language) => {
  const missing = Object.entries(glossary).flatMap(([key, { section }]) => {
    const [address = '', id = ''] = section.split('#');
    const page = pageBySlug(address.replace(/^\/|\/$/g, '') || 'index');
    const ids = page === undefined ? [] : headingsOf(pageText(page.slug, language));
    return ids.some((heading) => heading.endsWith(` ${id}`)) ? [] : [`${key}: ${section}`];
  });
  expect(missing).toEqual([]);
});

it.each(languages)('explains only terms that some page uses (%s)', (language) => {
  const used = new Set<string>();
  for (const { slug } of pages) {
    if (slug === 'glossary') continue;
    const find = termFinder(glossary, language, slug);
    visit(pageText(slug, language).tree, 'text', ({ value }) => {
      for (const { key } of find(value)) used.add(key);
    });
  }
  expect(Object.keys(glossary).filter((key) => !used.has(key))).toEqual([]);
});

describe('finding terms', () => {
  const keys = (text: string, language: 'zh' | 'en'): string[] =>
    termFinder(glossary, language, '03-mathematics')(text).map(({ key }) => key);

  it('takes the longest form and looks inside no other word', () => {
    expect(keys('超参数不是参数', 'zh')).toEqual(['hyperparameter', 'parameter']);
    expect(keys('the KV caches of a tokenizer', 'en')).toEqual(['tokenizer']);
    expect(keys('pre-training tokens', 'en')).toEqual(['pretraining', 'token']);
  });

  it('leaves a word alone where it means something else', () => {
    expect(keys('损失', 'zh')).toEqual(['loss']);
    expect(termFinder(glossary, 'zh', '08-faq')('损失')).toEqual([]);
  });

  it('finds names with capitals in that spelling only', () => {
    expect(keys('zero and Adam', 'en')).toEqual(['adam']);
    expect(keys('Attention with ZeRO', 'en')).toEqual(['attention', 'zero']);
  });
});

it('links the first use in prose, not in headings, links or code', async () => {
  const processor = await createMarkdownProcessor({
    syntaxHighlight: false,
    rehypePlugins: [[rehypeGlossaryTerms, { path }]],
  });
  const { code } = await processor.render('## 词元\n\n`词元` 和[词元](/x/)，再看词元与词元。', {
    fileURL: pathToFileURL('/x/content/zh/01-concepts.mdx'),
  });
  expect(code.match(/class="term"/g)).toHaveLength(1);
  expect(code).toContain(
    '再看<a class="term" href="/glossary/#token" aria-describedby="term-token">词元</a>与词元',
  );
  expect(code).toContain('<p id="term-token">');
});

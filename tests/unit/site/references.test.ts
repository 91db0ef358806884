/** Citations to take along, addresses, and pages as plain Markdown and on paper. */
import { pathToFileURL } from 'node:url';
import { createMarkdownProcessor } from '@astrojs/markdown-remark';
import { describe, expect, it } from 'vitest';
import { rehypePrintNotes } from '../../../src/site/markdown/print-notes.ts';
import { localAddress, siteAddress } from '../../../src/site/build/address.ts';
import { slugOfFile } from '../../../src/site/locale.ts';
import { plainMarkdown } from '../../../src/site/plain-markdown.ts';
import { worksByPage } from '../../../src/site/reference-files.ts';
import { bibtex, citationsIn, gbt7714, type Reference } from '../../../src/site/references.ts';
import { root } from './pages.ts';

const paper: Reference = {
  authors: 'Ba, J. L., Kiros, J. R., Hinton, G. E.',
  title: 'Layer Normalization & more',
  year: 2016,
  where: 'NeurIPS 2016',
  type: 'inproceedings',
  arxiv: '1607.06450',
  checked: '2026-11-23',
};
const law: Reference = {
  authors: '国家互联网信息办公室等七部门',
  title: '生成式人工智能服务管理暂行办法',
  year: 2023,
  where: '国家互联网信息办公室',
  type: 'law',
  url: 'https://www.cac.gov.cn/',
  checked: '2026-11-23',
};

describe('BibTeX', () => {
  it('writes people, escapes and the arXiv number', () => {
    const text = bibtex('ba2016', paper);
    expect(text).toContain('@inproceedings{ba2016,');
    expect(text).toContain('author = {Ba, J. L. and Kiros, J. R. and Hinton, G. E.}');
    expect(text).toContain('title = {{Layer Normalization \\& more}}');
    expect(text).toContain('eprint = {1607.06450}');
  });

  it('keeps the name of a body together and says “and others”', () => {
    expect(bibtex('cac2023', law)).toContain('author = {{国家互联网信息办公室等七部门}}');
    expect(bibtex('a', { ...paper, authors: 'Vaswani, A. et al.' })).toContain(
      'author = {Vaswani, A. and others}',
    );
  });
});

describe('GB/T 7714', () => {
  it('writes at most three authors in capitals, the type and the day of checking', () => {
    expect(gbt7714(3, paper)).toBe(
      '[3] BA J L, KIROS J R, HINTON G E. Layer Normalization & more[C/OL]//NeurIPS 2016, 2016[2026-11-23]. https://arxiv.org/abs/1607.06450.',
    );
    const four = { ...paper, authors: `${paper.authors}, Vaswani, A.` };
    expect(gbt7714(1, four)).toContain('HINTON G E, et al. ');
    expect(gbt7714(1, law)).toContain('国家互联网信息办公室等七部门. 生成式');
  });
});

it('finds every citation of a group', () => {
  expect(citationsIn('a [@a2017; @b2021] b [@c2020]').map(({ keys }) => keys)).toEqual([
    ['a2017', 'b2021'],
    ['c2020'],
  ]);
});

it('lists the works of each page, the whole list under “all”', () => {
  const works = worksByPage(root);
  expect(works.get('02-algorithms')?.map(([key]) => key)).toContain('sutskever2014');
  expect(works.get('all')?.length).toBeGreaterThan(works.get('02-algorithms')?.length ?? 0);
});

it('knows the address of a page from its file', () => {
  expect(slugOfFile('/x/content/zh/index.mdx')).toBe('index');
  expect(slugOfFile('/x/content/en/lab/index.mdx')).toBe('lab');
  expect(slugOfFile('/x/content/en/02-algorithms.mdx')).toBe('02-algorithms');
});

describe('the address of the site', () => {
  it('is the local one unless SITE_URL says otherwise', () => {
    expect(siteAddress(undefined)).toBe(localAddress);
    expect(siteAddress('https://example.org/')).toBe('https://example.org');
  });

  it.each(['example.org', 'ftp://example.org', 'https://example.org/book'])(
    'refuses %s with a sentence',
    (value) => {
      expect(() => siteAddress(value)).toThrow(/SITE_URL is/);
    },
  );
});

describe('a page as plain Markdown', () => {
  const page = (mdx: string): string =>
    plainMarkdown(root, { title: 'T', description: 'D', mdx }, 'en');

  it('drops imports and ids, names demos, spells marks, numbers citations', () => {
    const text = page(
      [
        "import Demo from '@demos/x.astro';",
        '',
        '## Loss [#loss]',
        '',
        'About 40 % [=measured], after [@vaswani2017].',
        '',
        '<Demo figure="2.1" caption="A race" preset="a=1" />',
      ].join('\n'),
    );
    expect(text).toContain('## Loss\n');
    expect(text).toContain('About 40 % (measured), after [1].');
    expect(text).toContain('> Figure 2.1 (interactive, on the web page): A race');
    expect(text).toContain('1. Vaswani, A.');
    expect(text).not.toContain('import');
  });

  it('fills in the code that the page shows', () => {
    const text = page('```ts source="src/engine/optimizer.ts#adamw"\n```\n');
    expect(text).toContain('src/engine/optimizer.ts\n\n```ts\n');
    expect(text).not.toContain('#region');
  });
});

it('numbers the links of the prose for paper, each address once', async () => {
  const processor = await createMarkdownProcessor({
    syntaxHighlight: false,
    rehypePlugins: [[rehypePrintNotes, { site: 'https://example.org' }]],
  });
  const { code } = await processor.render(
    '[A](/02-algorithms/#lstm) and [B](https://a.test/), again [A](/02-algorithms/#lstm), [here](#x).',
    { fileURL: pathToFileURL('/x/content/en/01-concepts.mdx') },
  );
  expect(code.match(/class="print-note">(\d)/g)).toEqual([
    'class="print-note">1',
    'class="print-note">2',
    'class="print-note">1',
  ]);
  expect(code).toContain(
    '<li>https://example.org/02-algorithms/#lstm</li><li>https://a.test/</li>',
  );
});

/** The search: taking the text from pages, finding what is there, and offering what is near. */
import { describe, expect, it } from 'vitest';
import { sectionsOf } from '../../../src/site/build/search-index.ts';
import { prepare, search, type SearchIndex } from '../../../src/site/client/search-core.ts';
import { searchNear } from '../../../src/site/client/search-near.ts';
import { excerpt, fold, parseQuery } from '../../../src/site/client/search-text.ts';

const index: SearchIndex = {
  language: 'zh',
  glossary: '/glossary/',
  pages: [
    { url: '/a/', title: '第一页' },
    { url: '/b/', title: '第二页' },
    { url: '/glossary/', title: '术语表' },
  ],
  sections: [
    { page: 0, id: '', title: '第一页', text: '这里说的是过拟合，不是别的。', code: '' },
    { page: 0, id: 'mask', title: '因果掩码', text: '位置 i 不许看后面。', code: 'causalMask(n)' },
    { page: 1, id: 'more', title: '补充', text: '忘了因果掩码，补齐处也要掩码。', code: '' },
    {
      page: 1,
      id: 'tokens',
      title: '开头',
      text: '开头是 <bos>，结尾是 <eos>。GPT-3 有 1,750 亿。',
      code: '',
    },
    { page: 2, id: 'causal-mask', title: '因果掩码', text: 'causal mask 只看前面。', code: '' },
  ],
  terms: [
    {
      key: 'causal-mask',
      name: '因果掩码',
      forms: ['causal mask', 'causal masks'],
      section: '/a/#mask',
    },
    { key: 'overfitting', name: '过拟合', forms: ['overfitting', 'over-fitting'] },
  ],
};
const searchable = prepare(index);
const urls = (typed: string): string[] => search(searchable, typed).results.map(({ url }) => url);

describe('finding', () => {
  it('finds Chinese however it would be cut into words', () => {
    expect(urls('掩码')).toHaveLength(3);
    expect(urls('补齐')).toEqual(['/b/#more']);
    expect(urls('果掩')).toHaveLength(3);
  });

  it('puts the glossary and the defining section before what merely has the word', () => {
    expect(urls('因果掩码')).toEqual(['/glossary/#causal-mask', '/a/#mask', '/b/#more']);
  });

  it('takes a term in the other language, and says what it is called here', () => {
    const found = search(searchable, 'Causal Mask');
    expect(found.term).toBe('因果掩码');
    expect(found.results.map(({ url }) => url)).toEqual([
      '/glossary/#causal-mask',
      '/a/#mask',
      '/b/#more',
    ]);
  });

  it('finds with brackets what it finds without, and code after text', () => {
    expect(urls('<bos>')).toEqual(urls('bos'));
    expect(urls('bos')).toEqual(['/b/#tokens']);
    expect(urls('causalmask')).toEqual(['/a/#mask']);
  });

  it('wants all words and looks for words from their beginning', () => {
    expect(urls('掩码 补齐')).toEqual(['/b/#more']);
    expect(urls('ausal')).toEqual([]);
    expect(urls('gpt-3')).toEqual(['/b/#tokens']);
    expect(urls('')).toEqual([]);
  });
});

describe('nothing found', () => {
  it('offers the word that was meant', () => {
    expect(search(searchable, 'overfiting').results).toEqual([]);
    expect(searchNear(searchable, 'overfiting')?.results[0]?.url).toBe('/a/');
    expect(searchNear(searchable, '因果掩吗')?.instead).toBe('因果掩码');
  });

  it('takes a question in Chinese apart', () => {
    const near = searchNear(searchable, '为什么忘了因果掩码');
    expect(near?.results[0]?.url).toBe('/b/#more');
  });

  it('offers nothing for what is near to nothing', () => {
    expect(searchNear(searchable, 'qqqqqqqq')).toBeUndefined();
    expect(searchNear(searchable, 'xy')).toBeUndefined();
  });
});

it('folds letters without moving any', () => {
  const text = 'ＡＢ　É “x” – Ω İ 因果';
  expect(fold(text)).toHaveLength(text.length);
  expect(fold(text)).toBe('ab e "x" - ω i 因果');
  expect(parseQuery('the KV缓存 of 2.14').words).toEqual(['kv', '缓存', '2.14']);
});

it('marks what was found, and shows the place where most of it stands', () => {
  const text = `开头。${'无关的话。'.repeat(40)}这里有因果掩码和补齐。${'别的。'.repeat(60)}`;
  const runs = excerpt(text, fold(text), ['因果掩码', '补齐']);
  expect(runs.filter(({ found }) => found).map((run) => run.text)).toEqual(['因果掩码', '补齐']);
  expect(runs[0]?.text).toBe('… ');
  expect(runs.map((run) => run.text).join('').length).toBeLessThan(120);
});

describe('the text of a page', () => {
  const formula = (tex: string, mathml: string): string =>
    `<span class="katex"><span class="katex-mathml"><math><semantics>${mathml}<annotation encoding="application/x-tex">${tex}</annotation></semantics></math></span><span class="katex-html">doubled</span></span>`;
  const page = (content: string): string =>
    `<main data-pagefind-body><h1>Title</h1><p class="lede">Lede.</p><div class="sl-markdown-content">${content}</div></main>`;

  it('has each formula once, without TeX', () => {
    const inline = formula(
      'x_t=\\frac{a}{b+c}',
      '<mrow><msub><mi>x</mi><mi>t</mi></msub><mo>=</mo><mfrac><mi>a</mi><mrow><mi>b</mi><mo>+</mo><mi>c</mi></mrow></mfrac></mrow>',
    );
    const shown = `<span class="katex-display">${formula('y \\tag{2.5}', '<mrow><mi>y</mi></mrow>')}</span>`;
    const read = sectionsOf(page(`<h2 id="one">One</h2><p>Here ${inline} and ${shown}.</p>`));
    expect(read?.sections[1]).toEqual({
      id: 'one',
      title: 'One',
      text: 'Here x_t = a/(b + c) and (2.5) .',
      code: '',
    });
  });

  it('leaves out panels, buttons and notes for paper, and keeps code apart', () => {
    const read = sectionsOf(
      page(`<p>Text<sup class="print-note">1</sup>.</p>
        <figure class="run-figure"><div>Loss Held-out</div><figcaption>A caption.</figcaption></figure>
        <figure class="source-region"><figcaption>src/a.ts</figcaption><pre>let a = 1;</pre></figure>
        <button>Copy</button><div data-pagefind-ignore>Recorded</div>`),
    );
    expect(read?.sections).toEqual([
      { id: '', title: 'Title', text: 'Lede. Text. A caption.', code: 'let a = 1;' },
    ]);
  });

  it('has a section for each term and each exhibit', () => {
    const read = sectionsOf(
      page(`<h2 id="initial-c">C</h2><dl><div id="causal-mask"><dt><dfn>causal mask</dfn><span>因果掩码</span></dt><dd>Hides. <a href="/x">In the text</a></dd></div></dl>
        <figure class="run-figure"><details data-exhibit="e"><summary><span class="title"><small>Defect 1</small>Twice</span></summary><div class="body" id="exhibit-e"><p>Why.</p><p class="links">Link</p></div></details></figure>`),
    );
    expect(read?.sections.map(({ id, title, text }) => [id, title, text])).toContainEqual([
      'causal-mask',
      'causal mask',
      '因果掩码 Hides.',
    ]);
    expect(read?.sections).toContainEqual({
      id: 'exhibit-e',
      title: 'Defect 1 Twice',
      text: 'Why.',
      code: '',
    });
  });

  it('is nothing for a page that is not to be found', () => {
    expect(sectionsOf('<main><h1>Source</h1></main>')).toBeUndefined();
  });
});

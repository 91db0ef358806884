/** The Markdown plugins: what a page may say, and the sentences that a build fails with. */
import { mkdtempSync, mkdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { createMarkdownProcessor, type RemarkPlugins } from '@astrojs/markdown-remark';
import { beforeAll, describe, expect, it } from 'vitest';
import { withTokens } from '../../../src/site/build/diagram-style.ts';
import { remarkCitations } from '../../../src/site/markdown/citations.ts';
import {
  diagramsIn,
  figure,
  parseDiagram,
  remarkDiagrams,
} from '../../../src/site/markdown/diagrams.ts';
import rehypeKatex from 'rehype-katex';
import remarkMath from 'remark-math';
import { rehypeFormulaErrors } from '../../../src/site/markdown/formula-errors.ts';
import { remarkHeadingIds } from '../../../src/site/markdown/heading-ids.ts';
import { rehypeScrollBoxes } from '../../../src/site/markdown/scroll-boxes.ts';
import {
  cutRegion,
  longestRegion,
  referredFiles,
  remarkSourceRegions,
} from '../../../src/site/markdown/source-regions.ts';

const root = mkdtempSync(join(tmpdir(), 'handbook-'));
const references = join(root, 'references.json');
const source = [
  '/** A model. */',
  'class Model {',
  '  // #region forward',
  '  forward() {',
  '    // #region inner',
  '    return 1;',
  '    // #endregion inner',
  '  }',
  '  // #endregion forward',
  '}',
].join('\n');

beforeAll(() => {
  mkdirSync(join(root, 'src/models'), { recursive: true });
  mkdirSync(join(root, 'diagrams'));
  writeFileSync(join(root, 'src/models/model.ts'), source);
  const entry = { authors: 'A', title: 'T', year: 2017, where: 'W', checked: '2026-11-23' };
  writeFileSync(
    references,
    JSON.stringify({
      a2017: { ...entry, arxiv: '1706.03762' },
      b2021: { ...entry, url: 'https://example.org/' },
    }),
  );
});

async function html(markdown: string, plugins: RemarkPlugins, language = 'zh'): Promise<string> {
  const processor = await createMarkdownProcessor({
    syntaxHighlight: false,
    remarkPlugins: plugins,
    rehypePlugins: [rehypeScrollBoxes],
  });
  const fileURL = pathToFileURL(`/work/content/${language}/page.mdx`);
  return (await processor.render(markdown, { fileURL })).code;
}

describe('heading ids', () => {
  it('strips the marker and sets the id', async () => {
    const page = await html('## 注意力 [#attention]\n\n### `code` [#code]', [remarkHeadingIds]);
    expect(page).toContain('<h2 id="attention">注意力</h2>');
    expect(page).toContain('<h3 id="code"><code>code</code></h3>');
  });

  it('fails on a missing and on a repeated id', async () => {
    await expect(html('## 注意力', [remarkHeadingIds])).rejects.toThrow(/“注意力” has no id/);
    await expect(html('## A [#a]\n\n## B [#a]', [remarkHeadingIds])).rejects.toThrow(
      /\[#a\] is given to two/,
    );
  });
});

describe('source regions', () => {
  const plugins: RemarkPlugins = [[remarkSourceRegions, { root }]];
  const fence = (reference: string) => `\`\`\`ts source="${reference}"\n\`\`\``;

  it('cuts, dedents and drops nested markers', () => {
    expect(cutRegion(source, 'forward', 'm.ts')).toEqual({
      code: 'forward() {\n  return 1;\n}',
      first: 4,
      last: 8,
    });
  });

  it('fills the fence and links the whole file in the page’s language', async () => {
    const page = await html(fence('src/models/model.ts#forward'), plugins, 'en');
    expect(page).toContain('forward() {\n  return 1;\n}');
    expect(page).toContain('href="/en/source/src/models/model.ts/#L4"');
  });

  it('fails with a sentence on a missing file, a missing region and a stray path', async () => {
    await expect(html(fence('src/models/none.ts#x'), plugins)).rejects.toThrow(
      /Line 1: the source file src\/models\/none\.ts does not exist/,
    );
    await expect(html(fence('src/models/model.ts#gone'), plugins)).rejects.toThrow(
      /src\/models\/model\.ts has no region “gone”/,
    );
    await expect(html(fence('src/models/../../x.ts#x'), plugins)).rejects.toThrow(/is not under/);
  });

  it('fails on an open, an empty and a long region', () => {
    expect(() => cutRegion('// #region a\n1', 'a', 'm.ts')).toThrow(/no \/\/ #endregion a/);
    expect(() => cutRegion('// #region a\n\n// #endregion a', 'a', 'm.ts')).toThrow(/is empty/);
    const body = 'x\n'.repeat(longestRegion + 1);
    expect(() => cutRegion(`// #region a\n${body}// #endregion a`, 'a', 'm.ts')).toThrow(
      /has 26 lines; a chapter shows at most 25/,
    );
  });

  it('lists the files that a page depends on', () => {
    const text = `${fence('src/a.ts#x')}\n\n${fence('src/b.ts#y')}\n\n${fence('src/a.ts#z')}`;
    expect(referredFiles(text)).toEqual(['src/a.ts', 'src/b.ts']);
  });
});

describe('diagrams', () => {
  const text = '%% alt: 从 <a> 到 b。\nflowchart LR\n  a --> b';
  const page = `\`\`\`mermaid\n${text}\n\`\`\`\n`;
  const folder = join(root, 'diagrams');

  it('needs a text alternative', () => {
    expect(() => parseDiagram('flowchart LR')).toThrow(/%% alt:/);
  });

  it('hashes what is drawn, not its description', () => {
    expect(parseDiagram(text).hash).toBe(parseDiagram(text.replace('从', '自')).hash);
    expect(parseDiagram(text).hash).not.toBe(parseDiagram(`${text} --> c`).hash);
    expect(diagramsIn(page)).toEqual([parseDiagram(text)]);
  });

  it('fails when the picture is missing, and draws it in dev', async () => {
    await expect(html(page, [[remarkDiagrams, { folder }]])).rejects.toThrow(
      /has no stored picture.*npm run diagrams/,
    );
    const draw = () => Promise.resolve('<svg id="x"></svg>');
    expect(await html(page, [[remarkDiagrams, { folder, draw }]])).toContain('<svg');
  });

  it('names the picture, sends English links to English pages, keeps ids unique', () => {
    const diagram = parseDiagram(text);
    const id = `d-${diagram.hash}`;
    const svg = `<svg id="${id}"><a href="/03-mathematics/#x"><g id="${id}-a"/></a><a href="#y"/></svg>`;
    const english = figure(svg, diagram, 'en', 2);
    expect(english).toContain('role="group" aria-label="从 &lt;a&gt; 到 b。"');
    expect(english).toContain('<title>从 &lt;a&gt; 到 b。</title>');
    expect(english).toContain('href="/en/03-mathematics/#x"');
    expect(english).toContain('href="#y"');
    expect(english).toContain(`id="${id}-2-a"`);
    expect(figure(svg, diagram, 'zh', 1)).toContain('href="/03-mathematics/#x"');
    expect(figure('<svg id="x"></svg>', diagram, 'zh', 1)).toContain('role="img"');
  });

  it('turns stand-in colours into tokens and refuses others', () => {
    expect(withTokens('fill:#010101;stroke:rgb(6, 6, 6);href="#abc"')).toBe(
      'fill:var(--ink);stroke:var(--soft);href="#abc"',
    );
    expect(() => withTokens('fill:#ff0000')).toThrow(/#ff0000/);
  });
});

describe('citations', () => {
  const plugins: RemarkPlugins = [[remarkCitations, { path: references }]];

  it('numbers by first use and links there and back', async () => {
    const page = await html('甲 [@b2021]。乙[@a2017; @b2021]。', plugins);
    expect(page).toMatch(/甲\u2060<sup class="citation">.*href="#ref-b2021" id="cite-b2021-1"/);
    expect(page).toContain('<li id="ref-b2021">');
    expect(page).toContain('href="#cite-b2021-2"');
    expect(page).toContain('href="https://arxiv.org/abs/1706.03762"');
    expect(page.indexOf('ref-b2021">A')).toBeLessThan(page.indexOf('ref-a2017">A'));
  });

  it('fails on an unknown key and adds nothing to a page without citations', async () => {
    await expect(html('[@nobody2000]', plugins)).rejects.toThrow(/no reference “nobody2000”/);
    expect(await html('Mail a@b.org', plugins)).not.toContain('cited-works');
  });
});

it('puts tables into a box that scrolls', async () => {
  const page = await html('| a | b |\n| - | - |\n| 1 | 2 |', [], 'en');
  expect(page).toContain(
    '<div class="scroll-box scroll-box-table" data-scroll-label="Table, scrolls sideways" role="group" tabindex="0" aria-label="Table, scrolls sideways"><table>',
  );
});

describe('formulas', () => {
  const render = async (markdown: string) => {
    const processor = await createMarkdownProcessor({
      remarkPlugins: [remarkMath],
      rehypePlugins: [
        [rehypeKatex, { strict: true, output: 'htmlAndMathml' }],
        rehypeFormulaErrors,
      ],
    });
    return (await processor.render(markdown)).code;
  };

  it('keep MathML for screen readers', async () => {
    expect(await render('$x^2$')).toMatch(/<math .*<annotation encoding="application\/x-tex">x\^2/);
  });

  it('fail the build when KaTeX cannot read them', async () => {
    await expect(render('a\n\n$\\nothing$')).rejects.toThrow(/Line 3: this formula .*\\nothing/);
  });
});

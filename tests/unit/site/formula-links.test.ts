/** Formulas that answer: names of symbols, slots for numbers, and what is refused. */
import { join } from 'node:path';
import type { Root } from 'hast';
import rehypeKatex from 'rehype-katex';
import rehypeStringify from 'rehype-stringify';
import remarkMath from 'remark-math';
import remarkMdx from 'remark-mdx';
import remarkParse from 'remark-parse';
import remarkRehype from 'remark-rehype';
import { unified } from 'unified';
import { describe, expect, it } from 'vitest';
import { rehypeFormulaErrors } from '../../../src/site/markdown/formula-errors.ts';
import {
  formulaOptions,
  rehypeFormulaLinks,
  remarkFormulaLinks,
  withoutLinks,
} from '../../../src/site/markdown/formula-links.ts';

const root = join(import.meta.dirname, '../../..');
const pipeline = unified()
  .use(remarkParse)
  .use(remarkMdx)
  .use(remarkMath)
  .use(remarkFormulaLinks, { root })
  .use(remarkRehype, { passThrough: ['mdxJsxFlowElement'] })
  .use(rehypeKatex, formulaOptions)
  .use(rehypeFormulaErrors)
  .use(rehypeFormulaLinks)
  .use(() => (tree: Root) => {
    tree.children = tree.children.filter(({ type }) => type === 'element' || type === 'text');
  })
  .use(rehypeStringify);

const figure = '<Demo name="softmax" figure="3.4" />\n\n';
const render = async (formula: string): Promise<string> =>
  String(await pipeline.process(`${figure}$$ {figure=3.4}\n${formula}\n$$\n`));

describe('a formula that names its figure', () => {
  it('has one button for each symbol, and reads as MathML besides', async () => {
    const html = await render(String.raw`\sym{z}{z_k}+\sym{z}{z_j}+\sym{T}{\tau}`);
    expect(html).toContain('class="linked-formula" data-figure="3.4"');
    expect(html.match(/role="button"/g)).toHaveLength(2);
    expect(html.match(/data-sym="z"/g)).toHaveLength(2);
    expect(html).toContain('<math');
    expect(html).not.toMatch(/class="katex-html"[^>]*aria-hidden/);
    expect(html).not.toContain(String.raw`\sym`);
  });

  it('has slots of a fixed width, in the MathML too', async () => {
    const html = await render(
      String.raw`\frac{\num{z}{2.0}{−5.0}}{\num{T}{2.0}{2.0}}=\num{p}{0.644}{0.644}`,
    );
    expect(html).toMatch(/class="enclosing slot"[^>]*style="width:2.28em"/);
    expect([...html.matchAll(/<mtext data-num="(\w+)"/g)].map(([, name]) => name)).toEqual([
      'z',
      'T',
      'p',
    ]);
  });

  it('fails the build on a symbol that the demo lacks, and on a figure that is none', async () => {
    await expect(render(String.raw`\sym{q}{x}`)).rejects.toThrow(/“q”.*no partner in figure 3\.4/);
    await expect(pipeline.process('$$ {figure=9.9}\nx\n$$\n')).rejects.toThrow(/figure 9\.9/);
  });

  it('trusts nothing else', async () => {
    await expect(render(String.raw`\htmlId{a}{x}`)).rejects.toThrow(/does not compile/);
    await expect(render(String.raw`\htmlData{evil=1}{x}`)).rejects.toThrow(/does not compile/);
  });

  it('is plain where it is taken over', () => {
    expect(withoutLinks(String.raw`\sym{z}{z_{k}}=\num{z}{2.0}{−5.0}`)).toBe('z_{k}=2.0');
  });
});

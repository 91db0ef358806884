/** Every formula of every page is MathML that browsers and screen readers can take. */
import type { Element, Root } from 'hast';
import rehypeKatex from 'rehype-katex';
import { unified } from 'unified';
import { visit } from 'unist-util-visit';
import { expect, test } from 'vitest';
import { languages } from '../../../src/language.ts';
import { pages } from '../../../src/site/chapters.ts';
import { childrenOf, rehypeFormulaMathml } from '../../../src/site/markdown/formula-mathml.ts';
import { pageText } from './pages.ts';

/** Every formula of the pages once, in TeX. */
function formulas(): string[] {
  const found = new Set<string>();
  for (const language of languages) {
    for (const { slug } of pages) {
      visit(pageText(slug, language).tree, (node) => {
        if (node.type === 'inlineMath' || node.type === 'math') found.add(node.value);
      });
    }
  }
  return [...found];
}

/** The MathML that KaTeX writes for formulas, after the plugin where it is asked for. */
function mathml(all: readonly string[], repaired = true): Root {
  const processor = unified().use(rehypeKatex, { strict: true, output: 'mathml' });
  if (repaired) processor.use(rehypeFormulaMathml);
  const tree: Root = {
    type: 'root',
    children: all.map((value) => ({
      type: 'element',
      tagName: 'code',
      properties: { className: ['language-math', 'math-display'] },
      children: [{ type: 'text', value }],
    })),
  };
  processor.runSync(tree);
  return tree;
}

/** The elements whose number of children is not what MathML asks for. */
function wrong(tree: Root): Element[] {
  const found: Element[] = [];
  visit(tree, 'element', (element) => {
    const wanted = childrenOf.get(element.tagName);
    if (wanted !== undefined && element.children.length !== wanted) found.push(element);
  });
  return found;
}

test('every formula of every page has the children that MathML asks for', () => {
  const all = formulas();
  expect(all.length).toBeGreaterThan(500);
  const tree = mathml(all);
  let count = 0;
  visit(tree, { tagName: 'math' }, () => {
    count += 1;
  });
  expect(count).toBe(all.length);
  expect(wrong(tree)).toEqual([]);
});

test('a name that stands for one element is one', () => {
  for (const formula of ['T_{\\max}', 'x^{\\log}', '\\frac{\\sin}{2}', 'a_{\\min}^{\\max}']) {
    expect(wrong(mathml([formula], false)), formula).not.toEqual([]);
    expect(wrong(mathml([formula])), formula).toEqual([]);
  }
});

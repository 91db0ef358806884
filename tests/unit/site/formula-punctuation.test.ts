/** Punctuation that touches a formula stays on its line. */
import type { Element, ElementContent, Root } from 'hast';
import { expect, it } from 'vitest';
import { rehypeFormulaPunctuation } from '../../../src/site/markdown/formula-punctuation.ts';

function element(tagName: string, className: string, children: ElementContent[]): Element {
  return { type: 'element', tagName, properties: { className: [className] }, children };
}

function text(value: string): ElementContent {
  return { type: 'text', value };
}

const formula = (value: string) => element('span', 'katex', [text(value)]);

function textOf(node: ElementContent): string {
  if (node.type === 'text') return node.value;
  return node.type === 'element' ? node.children.map(textOf).join('') : '';
}

/** What the plugin keeps together in a paragraph. */
function keptIn(...children: ElementContent[]): string[] {
  const paragraph = element('p', 'text', children);
  const tree: Root = { type: 'root', children: [paragraph] };
  const before = textOf(paragraph);
  rehypeFormulaPunctuation()(tree);
  expect(textOf(paragraph)).toBe(before);
  return paragraph.children.flatMap((child) =>
    child.type === 'element' && child.properties['className']?.toString() === 'kept'
      ? [textOf(child)]
      : [],
  );
}

it('keeps brackets and punctuation at a short formula', () => {
  expect(keptIn(text('概率（'), formula('p'), text('），再算'))).toEqual(['（p），']);
  expect(keptIn(text('取 '), formula('V=8'), text('。七个字'))).toEqual(['V=8。']);
});

it('keeps a note, and what follows it', () => {
  const note = element('sup', 'mark', [text('算')]);
  expect(keptIn(formula('7'), text('\u2060'), note, text('。今天'))).toEqual(['7\u2060算。']);
});

it('leaves alone what touches nothing, and what is long', () => {
  expect(keptIn(text('宽度 '), formula('d'), text(' 是'))).toEqual([]);
  expect(keptIn(formula('a+b+c+d+e+f+g+h+i+j+k+l'), text('，再'))).toEqual([]);
});

/** The paragraph after the plugin, `|` for a place where a line may end. */
function written(...children: ElementContent[]): string {
  const paragraph = element('p', 'text', children);
  rehypeFormulaPunctuation()({ type: 'root', children: [paragraph] });
  return paragraph.children
    .map((child) => (child.type === 'element' && child.tagName === 'wbr' ? '|' : textOf(child)))
    .join('');
}

it('lets a line end between formulas that touch', () => {
  const row = [formula('a=1'), text('，'), formula('b=2'), text('，'), formula('c=3'), text('。')];
  expect(written(text('前向：'), ...row)).toBe('前向：a=1，|b=2，|c=3。');
  expect(written(formula('n'), text(', '), formula('m'), text(', and'))).toBe('n, m, and');
  expect(written(text('('), formula('k'), text(')s and'))).toBe('(k)s and');
});

import type { Element, ElementContent, Root, RootContent } from 'hast';
import { expect, test } from 'vitest';
import { rehypeSections } from '../../../src/site/markdown/sections.ts';

const element = (tagName: string, ...children: ElementContent[]): Element => ({
  type: 'element',
  tagName,
  properties: {},
  children,
});
/** A paragraph with so many elements inside. */
const paragraph = (inside: number): Element =>
  element('p', ...Array.from({ length: inside }, () => element('span')));
const demo = { type: 'mdxJsxFlowElement', name: 'Demo', attributes: [], children: [] };

/** The tags of a tree as an outline, `*` for what is laid out near the reader only. */
function outline(nodes: readonly RootContent[]): string {
  const tag = (node: RootContent): string => {
    if (node.type !== 'element') return 'demo';
    const part = node.properties['className'] === undefined ? '' : '*';
    const inside = ['section', 'div'].includes(node.tagName)
      ? `(${outline(node.children as RootContent[])})`
      : '';
    return node.tagName + part + inside;
  };
  return nodes.map(tag).join(' ');
}

function sections(...children: readonly unknown[]): string {
  const tree: Root = { type: 'root', children: children as RootContent[] };
  rehypeSections()(tree);
  return outline(tree.children);
}

test('a heading takes what follows it, sections stand in sections', () => {
  const nodes = [element('p'), element('h2'), paragraph(3), element('h3'), element('p')];
  expect(sections(...nodes, element('h2'), element('p'))).toBe(
    'p section*(h2 p section*(h3 p)) section*(h2 p)',
  );
});

test('around a component only long runs are left out', () => {
  expect(sections(element('h2'), paragraph(60), demo, paragraph(3))).toBe(
    'section(h2 div*(p) demo p)',
  );
});

test('a section full of formulas is left out in pieces', () => {
  const full = [paragraph(100), paragraph(100), paragraph(100), paragraph(400), paragraph(3)];
  expect(sections(element('h2'), ...full)).toBe('section*(h2 div*(p p) div*(p) div*(p) p)');
  expect(sections(element('h2'), paragraph(100), element('h3'), ...full)).toBe(
    'section*(h2 p section*(h3 div*(p p) div*(p) div*(p) p))',
  );
});

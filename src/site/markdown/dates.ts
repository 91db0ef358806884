/**
 * Markdown plugin: a date such as 2026-11-23 in the text becomes a `<time>`, which the style sheet
 * keeps on one line; a narrow screen would otherwise break it at a hyphen.
 */
import type { ElementContent, Nodes, Root } from 'hast';
import { SKIP, visit } from 'unist-util-visit';

/** A day or a month, unless it is part of an address or of a longer number. */
const date = /(?<![\w/.-])(?:19|20)\d{2}-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?(?![\w/-])/g;

/** What is drawn or copied as it is, and dates that are marked already, in Markdown or as JSX. */
const leftAlone = new Set(['code', 'math', 'pre', 'script', 'style', 'svg', 'time']);

export function rehypeDates() {
  return (tree: Root): void => {
    visit(tree, (node, index, parent) => {
      if (leftAlone.has(nameOf(node))) return SKIP;
      if (node.type !== 'text' || parent === undefined || index === undefined) return undefined;
      const parts: ElementContent[] = [];
      let from = 0;
      for (const { 0: day, index: at } of node.value.matchAll(date)) {
        if (at > from) parts.push({ type: 'text', value: node.value.slice(from, at) });
        parts.push({
          type: 'element',
          tagName: 'time',
          properties: {},
          children: [{ type: 'text', value: day }],
        });
        from = at + day.length;
      }
      if (from === 0) return undefined;
      if (from < node.value.length) parts.push({ type: 'text', value: node.value.slice(from) });
      parent.children.splice(index, 1, ...parts);
      return [SKIP, index + parts.length];
    });
  };
}

function nameOf(node: Nodes): string {
  if (node.type === 'element') return node.tagName;
  return 'name' in node && typeof node.name === 'string' ? node.name : '';
}

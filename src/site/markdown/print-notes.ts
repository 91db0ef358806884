/**
 * Markdown plugin: on paper a link is no use without its address, so every link of the prose that
 * leaves the page gets a number, and the page ends with the list of addresses. Both are shown in
 * print only (`site.css`). Cited works print their own address; glossary terms need none.
 */
import type { Element, ElementContent, Root } from 'hast';
import { SKIP, visit } from 'unist-util-visit';
import type { VFile } from 'vfile';
import { languageOfFile } from '../locale.ts';

function hasClass(element: Element, name: string): boolean {
  const classes = element.properties['className'];
  return Array.isArray(classes) && classes.includes(name);
}

/** `site` is the address of the host, for links within the handbook. */
export function rehypePrintNotes({ site }: { site: string }) {
  return (tree: Root, file: VFile): void => {
    const numbers = new Map<string, number>();
    visit(tree, 'element', (element, index, parent) => {
      if (['sup', 'svg', 'nav'].includes(element.tagName) || hasClass(element, 'references')) {
        return SKIP;
      }
      const { href } = element.properties;
      if (element.tagName !== 'a' || typeof href !== 'string') return undefined;
      if (hasClass(element, 'term') || !/^(?:https?:|\/)/.test(href)) return undefined;
      const number = numbers.get(href) ?? numbers.size + 1;
      numbers.set(href, number);
      parent?.children.splice((index ?? 0) + 1, 0, note(number));
      return [SKIP, (index ?? 0) + 2];
    });
    if (numbers.size === 0) return;
    const heading = languageOfFile(file.path) === 'zh' ? '本页的链接' : 'Links on this page';
    tree.children.push({
      type: 'element',
      tagName: 'div',
      properties: { className: ['print-notes'], 'data-pagefind-ignore': true },
      children: [
        { type: 'element', tagName: 'p', properties: {}, children: [text(heading)] },
        {
          type: 'element',
          tagName: 'ol',
          properties: {},
          children: [...numbers.keys()].map((href) => ({
            type: 'element',
            tagName: 'li',
            properties: {},
            children: [text(new URL(href, site).href)],
          })),
        },
      ],
    });
  };
}

function note(number: number): Element {
  return {
    type: 'element',
    tagName: 'sup',
    properties: { className: ['print-note'] },
    children: [text(String(number))],
  };
}

function text(value: string): ElementContent {
  return { type: 'text', value };
}

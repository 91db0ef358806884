/**
 * Markdown plugin: takes Expressive Code's scripts out of the page. They measure every block one by
 * one, which lays out whole sections that the reader may never reach (300 ms in chapter 3);
 * `client/scroll-boxes.ts` and `client/copy-code.ts` do the same work on what is laid out anyway.
 */
import type { Root } from 'hast';
import { SKIP, visit } from 'unist-util-visit';

export function rehypeCodeScripts() {
  return (tree: Root): void => {
    visit(tree, 'element', (element, index, parent) => {
      if (element.tagName !== 'script' || element.properties['type'] !== 'module') return undefined;
      if (parent === undefined || index === undefined) return undefined;
      parent.children.splice(index, 1);
      return [SKIP, index];
    });
  };
}

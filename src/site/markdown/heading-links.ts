/**
 * Markdown plugin: the link beside a heading is named in the language of the page, with formulas in
 * one readable form. Starlight names it in English where a translation is missing, and would read a
 * formula out three times.
 */
import type { ElementContent, Root } from 'hast';
import { visit } from 'unist-util-visit';
import { firstElement, hasClass } from '../build/first-element.ts';
import { readableFormula } from '../build/readable-formula.ts';
import { languageOfFile } from '../locale.ts';

export function rehypeHeadingLinks() {
  return (tree: Root, file: { readonly path?: string }): void => {
    const language = languageOfFile(file.path);
    visit(tree, 'element', (wrapper) => {
      if (!hasClass('sl-heading-wrapper')(wrapper)) return;
      const heading = firstElement(wrapper, ({ tagName }) => /^h[1-6]$/.test(tagName));
      const name = firstElement(wrapper, hasClass('sr-only'));
      if (heading === undefined || name === undefined) return;
      const title = plain(heading.children).trim();
      const value = language === 'zh' ? `本节链接：${title}` : `Link to the section “${title}”`;
      name.children = [{ type: 'text', value }];
    });
  };
}

function plain(nodes: readonly ElementContent[]): string {
  const parts = nodes.map((node) => {
    if (node.type === 'text') return node.value;
    if (node.type !== 'element') return '';
    return hasClass('katex')(node) ? readableFormula(node, false) : plain(node.children);
  });
  return parts.join('');
}

/**
 * Markdown plugin: puts every table and every displayed formula into a box that scrolls on its own,
 * so that a wide one never widens the page. The page's script makes a box focusable when it scrolls.
 */
import type { Element, Root } from 'hast';
import { SKIP, visit } from 'unist-util-visit';
import type { VFile } from 'vfile';
import type { Localised } from '../../language.ts';
import { languageOfFile } from '../locale.ts';

const labels: Record<'table' | 'formula', Localised> = {
  table: { zh: '表格，可以左右滚动', en: 'Table, scrolls sideways' },
  formula: { zh: '公式，可以左右滚动', en: 'Formula, scrolls sideways' },
};

export function rehypeScrollBoxes() {
  return (tree: Root, file: VFile): void => {
    const language = languageOfFile(file.path);
    visit(tree, 'element', (element, index, parent) => {
      if (parent === undefined || index === undefined) return undefined;
      const kind = kindOf(element);
      if (kind === undefined) return undefined;
      const box: Element = {
        type: 'element',
        tagName: 'div',
        properties: {
          className: ['scroll-box', `scroll-box-${kind}`],
          'data-scroll-label': labels[kind][language],
          role: 'group',
          tabIndex: 0,
          ariaLabel: labels[kind][language],
        },
        children: [element],
      };
      parent.children.splice(index, 1, box);
      return [SKIP, index + 1];
    });
  };
}

function kindOf(element: Element): 'table' | 'formula' | undefined {
  if (element.tagName === 'table') return 'table';
  const classes = element.properties['className'];
  return Array.isArray(classes) && classes.includes('katex-display') ? 'formula' : undefined;
}

/**
 * Markdown plugin: wraps every h2 with what follows it into a section, so that the browser lays out
 * only the sections near the reader (`content-visibility: auto`; the styles are in `site.css`). A
 * long chapter has 20,000 elements. The height that a section takes until it is laid out is
 * estimated from what it holds, so that the scroll bar hardly moves.
 */
import type { Element, ElementContent, Root, RootContent } from 'hast';

/** Pixels for one line of running text, on a wide screen. */
const line = 31;
const lettersPerLine = 60;
const heights: Readonly<Record<string, number>> = {
  figure: 640,
  tr: 48,
  h2: 110,
  h3: 80,
  svg: 320,
};

/** CJK characters are as wide as two Latin ones. */
function widthOf(text: string): number {
  return text.length + (text.match(/[\u2e80-\uffef]/g)?.length ?? 0);
}

/** A rough height in pixels. */
function heightOf(node: RootContent): number {
  if (node.type === 'text') return (widthOf(node.value) / lettersPerLine) * line;
  if (!('children' in node)) return isDemo(node) ? 640 : 0;
  if (isDemo(node)) return 640;
  if (node.type !== 'element') return 0;
  const classes = node.properties['className'];
  if (Array.isArray(classes) && classes.includes('katex-display')) return 90;
  if (Array.isArray(classes) && classes.includes('katex')) return 0;
  if (node.tagName === 'details') return 60;
  const own = heights[node.tagName];
  if (own !== undefined) return own;
  const inside = (node.children as RootContent[]).reduce((sum, child) => sum + heightOf(child), 0);
  return ['p', 'li', 'pre', 'div'].includes(node.tagName) ? Math.max(inside, line) + 16 : inside;
}

/** A component of the page, such as a panel. */
function isDemo(node: RootContent): boolean {
  return (node as { type: string }).type === 'mdxJsxFlowElement';
}

export function rehypeSections() {
  return (tree: Root): void => {
    const children: RootContent[] = [];
    let section: Element | undefined;
    let height = 0;
    const close = (): void => {
      if (section === undefined) return;
      section.properties['style'] = `--height:${Math.round(height / 100) * 100}px`;
    };
    for (const node of tree.children) {
      if (node.type === 'element' && node.tagName === 'h2') {
        close();
        section = {
          type: 'element',
          tagName: 'section',
          properties: { className: ['part'] },
          children: [],
        };
        height = 0;
        children.push(section);
      }
      if (section === undefined) {
        children.push(node);
      } else {
        height += heightOf(node);
        section.children.push(node as ElementContent);
      }
    }
    close();
    tree.children = children;
  };
}

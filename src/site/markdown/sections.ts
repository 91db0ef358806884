/**
 * Markdown plugin: wraps every h2, and every h3 within it, with what follows into a section, so that
 * the browser lays out only the sections near the reader (`.part`, `content-visibility: auto`; the
 * styles are in `site.css`). A long chapter has 20,000 elements. The height that a section takes
 * until it is laid out is estimated from what it holds, so that the scroll bar hardly moves.
 *
 * A component is laid out at once: browsers look at every input of a page when it opens, and would
 * lay out the skipped sections for that one by one. Around it, in a section that holds one, what is
 * long enough is wrapped by itself. So is the text of a section full of formulas, piece by piece.
 */
import type { ElementContent, Properties, Root, RootContent } from 'hast';

/** Pixels for one line of running text. */
const line = 31;
const heights: Readonly<Record<string, number>> = { figure: 640, h2: 110, h3: 80, svg: 320 };

/** What differs between a wide screen and a phone. */
interface Screen {
  readonly lettersPerLine: number;
  readonly tableRow: number;
}
const wide: Screen = { lettersPerLine: 60, tableRow: 48 };
const narrow: Screen = { lettersPerLine: 36, tableRow: 96 };

/** CJK characters are as wide as two Latin ones. */
function widthOf(text: string): number {
  return text.length + (text.match(/[\u2e80-\uffef]/g)?.length ?? 0);
}

/** A rough height in pixels; rather too much, so that nothing reaches over what follows. */
function heightOf(node: RootContent, screen: Screen): number {
  if (node.type === 'text') return (widthOf(node.value) / screen.lettersPerLine) * line;
  if (!('children' in node)) return isDemo(node) ? 640 : 0;
  if (isDemo(node)) return 640;
  if (node.type !== 'element') return 0;
  const classes = node.properties['className'];
  if (Array.isArray(classes) && classes.includes('katex-display')) return 90;
  if (Array.isArray(classes) && classes.includes('katex')) return 0;
  if (node.tagName === 'details') return 60;
  const own = node.tagName === 'tr' ? screen.tableRow : heights[node.tagName];
  if (own !== undefined) return own;
  const inside = sumOf(node.children as RootContent[], screen);
  return ['p', 'li', 'pre', 'div'].includes(node.tagName) ? Math.max(inside, line) + 16 : inside;
}

function sumOf(nodes: readonly RootContent[], screen: Screen): number {
  return nodes.reduce((sum, node) => sum + heightOf(node, screen), 0);
}

/** A component of the page, such as a panel. */
function isDemo(node: RootContent): boolean {
  return (node as { type: string }).type === 'mdxJsxFlowElement';
}

export function rehypeSections() {
  return (tree: Root): void => {
    tree.children = inSections(tree.children, 2);
  };
}

/** The nodes with every heading of this rank, and of those below it, wrapped with what follows. */
function inSections(nodes: readonly RootContent[], rank: 2 | 3): RootContent[] {
  const result: RootContent[] = [];
  let section: RootContent[] | undefined;
  const close = (): void => {
    if (section === undefined) return;
    const inside = rank === 2 ? inSections(section, 3) : section;
    const mixed = section.some(holdsDemo);
    const full = elementsIn(inside.filter((node) => !isSection(node))) > much;
    const children = (mixed || full ? inParts(inside) : inside) as ElementContent[];
    const properties = mixed ? {} : partOf(section);
    result.push({ type: 'element', tagName: 'section', properties, children });
  };
  for (const node of nodes) {
    if (node.type === 'element' && node.tagName === `h${rank}`) {
      close();
      section = [];
    }
    (section ?? result).push(node);
  }
  close();
  return result;
}

/** What makes an element one that is laid out near the reader only. */
function partOf(nodes: readonly RootContent[]): Properties {
  const height = (screen: Screen): number =>
    Math.max(Math.round(sumOf(nodes, screen) / 100), 1) * 100;
  return { className: ['part'], style: `--wide:${height(wide)}px;--narrow:${height(narrow)}px` };
}

/** From so many elements on it pays to leave them out; more than so many are left out in pieces. */
const enough = 40;
const much = 250;

/** The nodes of a section: its heading, components and sections, and the runs between in wrappers. */
function inParts([heading, ...nodes]: readonly RootContent[]): RootContent[] {
  const result: RootContent[] = heading === undefined ? [] : [heading];
  let run: RootContent[] = [];
  const close = (): void => {
    if (elementsIn(run) < enough) result.push(...run);
    else {
      const children = run as ElementContent[];
      result.push({ type: 'element', tagName: 'div', properties: partOf(run), children });
    }
    run = [];
  };
  for (const node of nodes) {
    if (holdsDemo(node) || isSection(node)) {
      close();
      result.push(node);
    } else {
      if (elementsIn([...run, node]) > much) close();
      run.push(node);
    }
  }
  close();
  return result;
}

const isSection = (node: RootContent): boolean =>
  node.type === 'element' && node.tagName === 'section';

function elementsIn(nodes: readonly RootContent[]): number {
  return nodes.reduce(
    (sum, node) =>
      'children' in node ? sum + 1 + elementsIn(node.children as RootContent[]) : sum,
    0,
  );
}

function holdsDemo(node: RootContent): boolean {
  return isDemo(node) || ('children' in node && (node.children as RootContent[]).some(holdsDemo));
}

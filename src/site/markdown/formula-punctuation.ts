/**
 * Markdown plugin, after `rehype-katex`: keeps a short inline formula together with the brackets,
 * punctuation and notes that touch it. A formula is a box to the browser, which may otherwise begin
 * a line with the mark after it. Long formulas have to break within themselves on a narrow screen.
 * Two that are kept whole and touch may be parted between them: Firefox sees no place there by
 * itself, and a row of them would reach beyond the edge of a narrow screen.
 */
import type { Element, ElementContent, Properties, Root, RootContent, Text } from 'hast';
import { SKIP, visit } from 'unist-util-visit';

/** The most visible characters of a formula that is kept whole. */
const longest = 22;

const opening = /[（《〈“‘「([]+$/;
const closing = /^[\u2060，。、；：！？）》〉”’」,.;:!?)\]…]+/;

export function rehypeFormulaPunctuation() {
  return (tree: Root): void => {
    visit(tree, 'element', (element, index, parent) => {
      if (parent === undefined || index === undefined) return undefined;
      if (hasClass(element, 'katex-display')) return SKIP;
      if (!hasClass(element, 'katex')) return undefined;
      if (visibleLength(element) > longest) return SKIP;

      const siblings = parent.children;
      const kept: ElementContent[] = [element];
      const bracket = take(siblings[index - 1], opening);
      if (bracket !== '') kept.unshift(text(bracket));
      let end = index + 1;
      for (;;) {
        const mark = take(siblings[end], closing);
        if (mark !== '') kept.push(text(mark));
        const [rest, note] = [siblings[end], siblings[end + 1]];
        const noted = rest?.type === 'text' && rest.value === '' && isNote(note);
        if (!noted) break;
        kept.push(note);
        end += 2;
      }
      if (kept.length === 1) return SKIP;
      const whole = elementOf('span', { className: ['kept'] }, kept);
      const between = mayBreakBefore(siblings.slice(end)) ? [elementOf('wbr', {}, [])] : [];
      siblings.splice(index, end - index, whole, ...between);
      return [SKIP, index + 1 + between.length];
    });
  };
}

/** Not before a space, which is such a place, nor within a word. */
function mayBreakBefore(nodes: readonly RootContent[]): boolean {
  const next = nodes.find((node) => node.type !== 'text' || node.value !== '');
  if (next === undefined) return false;
  return next.type !== 'text' || !/^[\s\p{Script=Latin}\p{N}\-\u2060]/u.test(next.value);
}

/** Cuts what the pattern finds out of a text, and returns it. */
function take(node: Root['children'][number] | undefined, pattern: RegExp): string {
  if (node?.type !== 'text') return '';
  const found = pattern.exec(node.value)?.[0] ?? '';
  node.value = node.value.replace(pattern, '');
  return found;
}

function elementOf(tagName: string, properties: Properties, children: ElementContent[]): Element {
  return { type: 'element', tagName, properties, children };
}

function text(value: string): Text {
  return { type: 'text', value };
}

function isNote(node: Root['children'][number] | undefined): node is Element {
  return node?.type === 'element' && node.tagName === 'sup';
}

function hasClass(element: Element, name: string): boolean {
  const classes = element.properties['className'];
  return Array.isArray(classes) && classes.includes(name);
}

/** The characters that KaTeX draws, without its MathML. */
function visibleLength(formula: Element): number {
  let length = 0;
  visit(formula, (node) => {
    if (node.type === 'element' && hasClass(node, 'katex-mathml')) return SKIP;
    if (node.type === 'text') length += Array.from(node.value).length;
    return undefined;
  });
  return length;
}

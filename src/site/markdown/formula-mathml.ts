/**
 * Markdown plugin, after `rehype-katex`: MathML as its elements want it. KaTeX writes the name of a
 * function as two elements, `<mi>max</mi><mo>&ApplyFunction;</mo>`, also where one is asked for:
 * `T_{\max}` gives `<msub>` three children, which no browser takes and no screen reader can read.
 * What belongs together is put into one `<mrow>`.
 */
import type { Element, ElementContent, Root } from 'hast';
import { visit } from 'unist-util-visit';

/** How many children MathML asks for (MathML Core, section 3). */
export const childrenOf: ReadonlyMap<string, number> = new Map([
  ['mfrac', 2],
  ['mroot', 2],
  ['msub', 2],
  ['msup', 2],
  ['msubsup', 3],
  ['munder', 2],
  ['mover', 2],
  ['munderover', 3],
]);

const applyFunction = '\u2061';

export function rehypeFormulaMathml() {
  return (tree: Root): void => {
    visit(tree, 'element', (element) => {
      const wanted = childrenOf.get(element.tagName);
      if (wanted === undefined || element.children.length === wanted) return;
      element.children = withNamesWhole(element.children);
      if (element.children.length === wanted) return;
      throw new Error(
        `<${element.tagName}> of a formula has ${element.children.length} children, not ${wanted}.`,
      );
    });
  };
}

/** With every name and the sign of application after it in one element. */
function withNamesWhole(children: readonly ElementContent[]): ElementContent[] {
  const whole: ElementContent[] = [];
  for (const child of children) {
    const name = isApplication(child) ? whole.pop() : undefined;
    if (name === undefined) whole.push(child);
    else whole.push(row([name, child]));
  }
  return whole;
}

function isApplication(node: ElementContent): boolean {
  if (node.type !== 'element' || node.tagName !== 'mo') return false;
  const [sign] = node.children;
  return sign?.type === 'text' && sign.value === applyFunction;
}

function row(children: ElementContent[]): Element {
  return { type: 'element', tagName: 'mrow', properties: {}, children };
}

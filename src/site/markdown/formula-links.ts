/**
 * Markdown plugins: formulas that answer. In `$$ {figure=3.4}` a symbol has a name, `\sym{z}{z_k}`, and
 * a number a slot, `\num{z}{2.0}{−5.0}`, as wide as the widest text for it. Both belong to a figure
 * of the page: its demo says which symbols there are (`symbols`), and another name fails the build.
 *
 * KaTeX hides what it draws from screen readers, which read its MathML. In such a formula the first
 * place of every symbol is a button, so there only the rest is hidden.
 */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Element, Root as HtmlRoot } from 'hast';
import { toString } from 'hast-util-to-string';
import type { Root } from 'mdast';
import type { Math } from 'mdast-util-math';
import type { TrustContext } from 'katex';
import { visit } from 'unist-util-visit';
import type { VFile } from 'vfile';
import type { Localised } from '../../language.ts';
import { allElements, classesOf, firstElement, hasClass, isTag } from '../build/first-element.ts';
import { languageOfFile } from '../locale.ts';
import { attributeOf } from './demos.ts';

/**
 * What KaTeX may do: nothing beyond LaTeX, but the names above. It would show in red what it does not
 * trust; that fails the build instead.
 */
export const formulaOptions = {
  output: 'htmlAndMathml',
  macros: {
    '\\sym': '\\htmlData{sym=#1}{#2}',
    '\\num': '\\htmlData{num=#1,widest=#3}{\\text{#2}}',
  },
  strict: (code: string): 'ignore' | 'error' => (code === 'htmlExtension' ? 'ignore' : 'error'),
  trust: (context: TrustContext): boolean => {
    const names = context.command === '\\htmlData' ? Object.keys(context.attributes) : [''];
    if (names.every((name) => ['data-sym', 'data-num', 'data-widest'].includes(name))) return true;
    throw new Error(`${context.command} may not be used here`);
  },
} as const;

const slotInTex = /\\num\{(\w+)\}\{([^{}]*)\}\{[^{}]*\}/g;

/** A formula without names and slots, as others may take it over. */
export const withoutLinks = (tex: string): string =>
  tex.replace(slotInTex, '$2').replace(/\\sym\{\w+\}\{((?:[^{}]|\{[^{}]*\})*)\}/g, '$1');

type Symbols = Readonly<Record<string, Localised>>;

/** Puts a formula with a figure into a box that names it, and finds the figure's symbols. */
export function remarkFormulaLinks({ root }: { readonly root: string }) {
  return async (tree: Root, file: VFile): Promise<void> => {
    const formulas: (readonly [Math, string])[] = [];
    const demos = new Map<string, string>();
    visit(tree, (node) => {
      if (node.type === 'mdxJsxFlowElement' && node.name === 'Demo') {
        const [id = ''] = (attributeOf(node, 'name') ?? '').split('/');
        demos.set(attributeOf(node, 'figure') ?? '', id);
      }
      const figure = node.type === 'math' ? /^\{figure=([\w.]+)\}$/.exec(node.meta ?? '') : null;
      if (node.type === 'math' && figure !== null) formulas.push([node, figure[1] ?? '']);
    });
    const symbols: Record<string, Symbols> = {};
    for (const [formula, figure] of formulas) {
      const id = demos.get(figure);
      if (id === undefined) {
        throw new Error(`A formula names figure ${figure}, which is no demo here.`);
      }
      const path = pathToFileURL(join(root, 'src/demos', id, 'demo.ts')).href;
      const { default: demo } = (await import(/* @vite-ignore */ path)) as {
        default: { readonly symbols?: Symbols };
      };
      symbols[figure] = demo.symbols ?? {};
      formula.data = { ...formula.data, ...inBox(formula, figure) };
    }
    file.data['symbols'] = symbols;
  };
}

/** What makes the formula a box with the formula in it. */
function inBox(formula: Math, figure: string): Math['data'] {
  const { hName = 'pre', hChildren = [] } = formula.data ?? {};
  return {
    hName: 'div',
    hProperties: { className: ['linked-formula'], dataFigure: figure },
    hChildren: [{ type: 'element', tagName: hName, properties: {}, children: hChildren }],
  };
}

/** After `rehype-katex`: symbols become buttons, slots keep their width. */
export function rehypeFormulaLinks() {
  return (tree: HtmlRoot, file: VFile): void => {
    const all = file.data['symbols'] as Readonly<Record<string, Symbols>> | undefined;
    for (const box of allElements(tree, hasClass('linked-formula'))) {
      const figure = String(box.properties['dataFigure']);
      const symbols = all?.[figure] ?? {};
      const drawn = firstElement(box, hasClass('katex-html'));
      if (drawn === undefined) continue;
      const known = (name: string): Localised => {
        const label = Object.hasOwn(symbols, name) ? symbols[name] : undefined;
        if (label !== undefined) return label;
        throw new Error(`“${name}” of a formula has no partner in figure ${figure}.`);
      };
      const language = languageOfFile(file.path);
      const seen = new Set<string>();
      for (const symbol of allElements(drawn, isNamed('sym'))) {
        const name = dataOf(symbol, 'sym');
        const label = known(name)[language];
        if (seen.has(name)) continue;
        seen.add(name);
        Object.assign(symbol.properties, {
          role: 'button',
          tabIndex: 0,
          ariaPressed: 'false',
          ariaLabel: label,
        });
      }
      delete drawn.properties['ariaHidden'];
      hideAround(drawn);
      fitSlots(box, drawn, known);
      const tex = firstElement(box, isTag('annotation'));
      if (tex) tex.children = [{ type: 'text', value: withoutLinks(toString(tex)) }];
    }
  };
}

/** KaTeX writes attributes as they are, other plugins in camel case. */
const dataOf = ({ properties }: Element, key: 'sym' | 'num' | 'widest'): string => {
  const value =
    properties[`data-${key}`] ?? properties[`data${key.charAt(0).toUpperCase()}${key.slice(1)}`];
  return typeof value === 'string' ? value : '';
};
const isNamed =
  (kind: 'sym' | 'num') =>
  (element: Element): boolean =>
    dataOf(element, kind) !== '';

/** Hides from screen readers what has no button in it. */
function hideAround(element: Element): void {
  for (const child of element.children) {
    if (child.type !== 'element' || child.properties['role'] === 'button') continue;
    const holds = firstElement(child, ({ properties }) => properties['role'] === 'button');
    if (holds === undefined) child.properties['ariaHidden'] = 'true';
    else hideAround(child);
  }
}

/** Of a text in KaTeX's upright face, in em. */
const widthOf = (text: string): number =>
  [...text].reduce(
    (sum, sign) => sum + ({ '.': 0.278, '−': 0.778, '(': 0.389, ')': 0.389 }[sign] ?? 0.5),
    0,
  );

/** A slot is one text of a fixed width, and the number in the MathML is a slot as well. */
function fitSlots(box: Element, drawn: Element, known: (name: string) => Localised): void {
  for (const slot of allElements(drawn, isNamed('num'))) {
    const name = dataOf(slot, 'num');
    known(name);
    const value = toString(slot);
    const [face] = slot.children;
    if (face?.type !== 'element') throw new Error(`The slot “${name}” of a formula is empty.`);
    face.children = [{ type: 'text', value }];
    slot.properties['className'] = [...classesOf(slot), 'slot'];
    slot.properties['style'] = `width:${widthOf(dataOf(slot, 'widest')).toFixed(2)}em`;
    delete slot.properties['data-widest'];
  }
  // KaTeX draws a denominator first; its MathML has the order of what was written.
  const mathml = firstElement(box, hasClass('katex-mathml'));
  const texts = mathml === undefined ? [] : allElements(mathml, isTag('mtext'));
  const tex = mathml && firstElement(mathml, isTag('annotation'));
  for (const [, name = '', value] of (tex ? toString(tex) : '').matchAll(slotInTex)) {
    const at = texts.findIndex((one) => toString(one) === value);
    const [spoken] = texts.splice(0, at + 1).slice(-1);
    if (spoken === undefined) throw new Error(`MathML lacks the slot “${name}” of a formula.`);
    spoken.properties['dataNum'] = name;
  }
}

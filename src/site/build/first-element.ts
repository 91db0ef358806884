/** Finding one element in a tree of HTML; a selector would be parsed anew for each of thousands of formulas. */
import type { Element, Root } from 'hast';

type Test = (element: Element) => boolean;

/** The first element below `parent`, in the order of the text, that passes. */
export function firstElement(parent: Element | Root, test: Test): Element | undefined {
  for (const child of parent.children) {
    if (child.type !== 'element') continue;
    const found = test(child) ? child : firstElement(child, test);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** All of them; what is inside one of them is not looked at. */
export function allElements(parent: Element | Root, test: Test): Element[] {
  return parent.children.flatMap((child) => {
    if (child.type !== 'element') return [];
    return test(child) ? [child] : allElements(child, test);
  });
}

/** Its classes, however a program before us wrote them down. */
export const classesOf = ({ properties }: Element): string[] =>
  [properties['className'] ?? properties['class'] ?? []].flat().join(' ').split(' ');

export const isTag =
  (name: string): Test =>
  (element) =>
    element.tagName === name;
export const hasClass =
  (name: string): Test =>
  (element) =>
    classesOf(element).includes(name);

/**
 * A formula as one line of plain text, from the MathML that KaTeX writes: `x_t`, `10^6`, `a/b`. A
 * formula on its own line is only its number, since a line of text cannot show it.
 */
import type { Element } from 'hast';
import { toString } from 'hast-util-to-string';
import { firstElement, isTag } from './first-element.ts';

/** @param formula the element with the class `katex`, or the one around it */
export function readableFormula(formula: Element, isDisplay: boolean): string {
  if (isDisplay) {
    const tex = firstElement(formula, isTag('annotation'));
    const tag = /\\tag\{([^}]+)\}/.exec(tex ? toString(tex) : '')?.[1];
    return tag === undefined ? '…' : `(${tag})`;
  }
  const body = firstElement(formula, isTag('semantics'))?.children.find(
    (one) => one.type === 'element',
  );
  return body === undefined
    ? ''
    : textOf(body)
        .replace(/[\u2061-\u2064]/g, '')
        .trim();
}

function textOf(element: Element): string {
  const parts = element.children.filter((one) => one.type === 'element');
  const [first = '', second = '', third = ''] = parts.map(textOf);
  switch (element.tagName) {
    case 'mfrac':
      return `${grouped(first)}/${grouped(second)}`;
    case 'msub':
    case 'munder':
      return `${first}_${grouped(second)}`;
    case 'msup':
      return `${first}^${grouped(second)}`;
    case 'msubsup':
    case 'munderover':
      return `${first}_${grouped(second)}^${grouped(third)}`;
    case 'msqrt':
      return `√${grouped(parts.map(textOf).reduce(joined, ''))}`;
    case 'mo': {
      const sign = toString(element);
      return /^[=<>≤≥≈≠∼→←∈×·+−≪≫≡∝]$/u.test(sign) ? ` ${sign} ` : sign;
    }
    case 'mspace':
      return ' ';
    default:
      return parts.length > 0 ? parts.map(textOf).reduce(joined) : toString(element);
  }
}

/** Apart where an index or a power would run into the next letter. */
function joined(before: string, after: string): string {
  const runsOn = /[_^][\p{L}\p{N}.]+$/u.test(before) && /^[\p{L}\p{N}]/u.test(after);
  return runsOn ? `${before} ${after}` : before + after;
}

/** In brackets where it is more than one sign or number. */
function grouped(text: string): string {
  const plain = text.trim();
  return /^(?:[\p{L}\p{N}.]+|\(.*\)|.)$/u.test(plain) ? plain : `(${plain})`;
}

/** The built site as a browser would parse it, for the tests that read `dist/` without one. */
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, type DefaultTreeAdapterTypes as Tree } from 'parse5';
import type { Language } from '../../src/language.ts';
import { pages } from '../../src/site/chapters.ts';
import { localePath } from '../../src/site/locale.ts';
import { root } from '../unit/site/pages.ts';

export type Element = Tree.Element;
type Parent = Tree.ParentNode;

export const dist = join(root, 'dist');

/** A file of the site as text, by its address. */
export const textAt = (path: string): string => readFileSync(join(dist, path), 'utf8');

/** The addresses of all files of the site, as they lie there. */
export const files: ReadonlySet<string> = new Set(
  globSync('**/*', { cwd: dist, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(dist.length).replaceAll('\\', '/')),
);

/** The file that a host answers an address with, or undefined. */
export const fileOf = (path: string): string | undefined =>
  [path, `${path}index.html`].find((one) => files.has(one));

/** The addresses of all HTML pages; those for addresses that do not exist are files. */
export const addresses: readonly string[] = [...files]
  .filter((file) => file.endsWith('.html'))
  .map((file) => file.replace(/\/index\.html$/, '/'));

export const isMissingPage = (address: string): boolean => address.endsWith('/404.html');

/** The address of a page of the handbook in a language. */
export const addressOf = (slug: string, language: Language): string =>
  localePath(slug === 'index' ? '/' : `/${slug}/`, language);

export const slugs: readonly string[] = pages.map(({ slug }) => slug);

/** A page's tree as it is without scripts: what stands in `noscript` is part of it. */
export const parsed = (html: string): Tree.Document => parse(html, { scriptingEnabled: false });

const trees = new Map<string, Tree.Document>();

/** The tree of a page of the handbook, parsed once. */
export function pageAt(address: string): Tree.Document {
  const known = trees.get(address);
  if (known !== undefined) return known;
  const tree = parsed(textAt(fileOf(address) ?? address));
  trees.set(address, tree);
  return tree;
}

/** Every element below a node, in the order of the document; the inside of templates is no part of it. */
export function* elementsIn(node: Parent): Generator<Element> {
  for (const child of node.childNodes) {
    if (!('tagName' in child)) continue;
    yield child;
    yield* elementsIn(child);
  }
}

export const attribute = (element: Element, name: string): string | undefined =>
  element.attrs.find((one) => one.name === name)?.value;

/** Whether an element is a `tag`, a `.class` or a `tag.class`. */
export function is(element: Element, wanted: string): boolean {
  const [tag, ...classes] = wanted.split('.');
  if (tag !== '' && element.tagName !== tag) return false;
  const own = (attribute(element, 'class') ?? '').split(/\s+/);
  return classes.every((name) => own.includes(name));
}

/** The elements below a node that {@link is} holds for; several words are each below the one before. */
export function all(node: Parent, wanted: string): Element[] {
  const [first = '', ...inside] = wanted.split(' ');
  const found = [...elementsIn(node)].filter((element) => is(element, first));
  if (inside.length === 0) return found;
  return [...new Set(found.flatMap((element) => all(element, inside.join(' '))))];
}

/** The text of a node, without that of the elements which are left out. */
export function textOf(node: Tree.Node, isLeftOut?: (element: Element) => boolean): string {
  if (node.nodeName === '#text') return (node as Tree.TextNode).value;
  if (!('childNodes' in node)) return '';
  return node.childNodes
    .filter((child) => !('tagName' in child && isLeftOut?.(child) === true))
    .map((child) => textOf(child, isLeftOut))
    .join('');
}

/** The pages as syntax trees, for the tests that read the text. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Nodes, Root } from 'mdast';
import remarkGfm from 'remark-gfm';
import remarkMath from 'remark-math';
import remarkMdx from 'remark-mdx';
import remarkParse from 'remark-parse';
import { unified } from 'unified';
import type { Language } from '../../../src/language.ts';

export const root = join(import.meta.dirname, '../../..');

function pathOf(slug: string, language: Language): string {
  const path = join(root, 'content', language, `${slug}.mdx`);
  return existsSync(path) ? path : join(root, 'content', language, slug, 'index.mdx');
}

export interface PageText {
  /** The Markdown without its frontmatter; the frontmatter's lines are blank. */
  readonly markdown: string;
  readonly tree: Root;
}

const processor = unified().use(remarkParse).use(remarkMdx).use(remarkGfm).use(remarkMath);
const read = new Map<string, PageText>();

export function pageText(slug: string, language: Language): PageText {
  const path = pathOf(slug, language);
  let page = read.get(path);
  if (page === undefined) {
    const markdown = readFileSync(path, 'utf8').replace(/^---\n[\s\S]*?\n---\n/, (head) =>
      head.replace(/[^\n]/g, ''),
    );
    page = { markdown, tree: processor.parse(markdown) };
    read.set(path, page);
  }
  return page;
}

/** The text of a node as it stands in the file. */
export function sourceOf(page: PageText, node: Nodes): string {
  const { start, end } = node.position ?? {};
  return page.markdown.slice(start?.offset ?? 0, end?.offset ?? 0);
}

/** The ids of the headings of a page, with their depth: `2 goals`. */
export function headingsOf(page: PageText): string[] {
  return page.tree.children.flatMap((node) => {
    if (node.type !== 'heading') return [];
    const id = /\[#([a-z][a-z0-9-]*)\]\s*$/.exec(sourceOf(page, node))?.[1];
    return id === undefined ? [] : [`${node.depth} ${id}`];
  });
}

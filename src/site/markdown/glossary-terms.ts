/**
 * Markdown plugin: links the first use of every glossary term on a page to its entry, with the
 * definition at hand for the tooltip (`client/terms.ts`) and for screen readers.
 */
import type { Element, ElementContent, Root, Text } from 'hast';
import { SKIP, visit } from 'unist-util-visit';
import type { VFile } from 'vfile';
import { readGlossary, termFinder } from '../glossary.ts';
import { languageOfFile, localePath, slugOfFile } from '../locale.ts';

const notProse = new Set([
  'a',
  'button',
  'code',
  'figure',
  'h1',
  'h2',
  'h3',
  'h4',
  'math',
  'pre',
  'sup',
  'summary',
  'svg',
  'th',
]);

function isProse(element: Element): boolean {
  const classes = element.properties['className'];
  const isFormula = Array.isArray(classes) && classes.some((name) => name.startsWith('katex'));
  return !notProse.has(element.tagName) && !isFormula;
}

/** Pages that are lists of terms or of names. */
const without = new Set(['glossary', 'about']);

/** `path` is the file with all terms. */
export function rehypeGlossaryTerms({ path }: { path: string }) {
  return (tree: Root, file: VFile): void => {
    const slug = slugOfFile(file.path);
    if (without.has(slug)) return;
    const language = languageOfFile(file.path);
    const glossary = readGlossary(path);
    const find = termFinder(glossary, language, slug);
    const used = new Set<string>();

    visit(tree, (node, index, parent) => {
      if (node.type === 'element') return isProse(node) ? undefined : SKIP;
      if (node.type !== 'text' || parent === undefined || index === undefined) return undefined;
      const parts: ElementContent[] = [];
      let from = 0;
      for (const term of find(node.value)) {
        if (used.has(term.key)) continue;
        used.add(term.key);
        const to = term.index + term.length;
        parts.push(text(node.value.slice(from, term.index)), {
          type: 'element',
          tagName: 'a',
          properties: {
            className: ['term'],
            href: localePath(`/glossary/#${term.key}`, language),
            'aria-describedby': `term-${term.key}`,
          },
          children: [text(node.value.slice(term.index, to))],
        });
        from = to;
      }
      if (parts.length === 0) return undefined;
      parts.push(text(node.value.slice(from)));
      parent.children.splice(index, 1, ...parts);
      return [SKIP, index + parts.length];
    });

    if (used.size === 0) return;
    tree.children.push({
      type: 'element',
      tagName: 'div',
      properties: { hidden: true, 'data-pagefind-ignore': true },
      children: [...used].map((key) => ({
        type: 'element',
        tagName: 'p',
        properties: { id: `term-${key}` },
        children: [text(glossary[key]?.definition[language] ?? '')],
      })),
    });
  };
}

function text(value: string): Text {
  return { type: 'text', value };
}

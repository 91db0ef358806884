/**
 * Markdown plugin: gives h2 and h3 the id written at their end, `## 注意力 [#attention]`, so that
 * both languages share it. A missing or repeated id fails the build with a sentence that names it.
 */
import type { Heading, Root } from 'mdast';
import { visit } from 'unist-util-visit';

const marker = /\s*\[#([a-z][a-z0-9-]*)\]\s*$/;

/** Strips the markers, sets the ids. Throws on an h2 or h3 without an id and on a repeated id. */
export function remarkHeadingIds() {
  return (tree: Root): void => {
    const seen = new Set<string>();
    visit(tree, 'heading', (heading) => {
      const id = takeId(heading);
      if (id === undefined) {
        if (heading.depth !== 2 && heading.depth !== 3) return;
        throw new Error(
          `${position(heading)}The heading “${textOf(heading)}” has no id. End it with one that both languages share, such as [#attention].`,
        );
      }
      if (seen.has(id)) {
        throw new Error(
          `${position(heading)}The id [#${id}] is given to two headings of this page.`,
        );
      }
      seen.add(id);
      heading.data = { ...heading.data, hProperties: { id } };
    });
  };
}

function takeId(heading: Heading): string | undefined {
  const last = heading.children.at(-1);
  if (last?.type !== 'text') return undefined;
  const match = marker.exec(last.value);
  if (match === null) return undefined;
  last.value = last.value.slice(0, match.index);
  if (last.value === '') heading.children.pop();
  return match[1];
}

function position(heading: Heading): string {
  return heading.position === undefined ? '' : `Line ${heading.position.start.line}: `;
}

function textOf(heading: Heading): string {
  let text = '';
  visit(heading, (node) => {
    if (node.type === 'text' || node.type === 'inlineCode') text += node.value;
  });
  return text;
}

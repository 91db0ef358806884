/**
 * Markdown plugin: says where a figure without a source comes from. `[=computed]` after a figure
 * becomes a small word that links to its explanation on the page about the handbook. An unknown
 * mark fails the build.
 */
import type { PhrasingContent, Root } from 'mdast';
import { SKIP, visit } from 'unist-util-visit';
import type { VFile } from 'vfile';
import type { Localised } from '../../language.ts';
import { languageOfFile, localePath } from '../locale.ts';

interface Mark {
  readonly word: Localised;
  readonly title: Localised;
}

export const marks: Readonly<Record<string, Mark>> = {
  computed: {
    word: { zh: '算', en: 'computed' },
    title: { zh: '由本站所列的数字或公式算出', en: 'Computed from figures or formulas given here' },
  },
  measured: {
    word: { zh: '测', en: 'measured' },
    title: { zh: '本站实测', en: 'Measured by the authors of this handbook' },
  },
  example: {
    word: { zh: '例', en: 'example' },
    title: { zh: '示例数值，请换成自己的', en: 'An example value, to be replaced by your own' },
  },
  opinion: {
    word: { zh: '见', en: 'opinion' },
    title: { zh: '本站的看法', en: 'The opinion of the authors of this handbook' },
  },
};

/** Every mark in a text, known or not. */
const markPattern = /\s*\[=([a-z-]+)\]/g;

export function remarkProvenance() {
  return (tree: Root, file: VFile): void => {
    const language = languageOfFile(file.path);
    visit(tree, 'text', (text, index, parent) => {
      if (parent === undefined || index === undefined || !text.value.includes('[=')) {
        return undefined;
      }
      const parts: PhrasingContent[] = [];
      let from = 0;
      for (const match of text.value.matchAll(markPattern)) {
        const name = match[1] ?? '';
        const mark = marks[name];
        if (mark === undefined) {
          const line = text.position?.start.line ?? 0;
          throw new Error(
            `Line ${line}: there is no mark [=${name}]; there are ${Object.keys(marks).join(', ')}.`,
          );
        }
        // The word joiner keeps a mark off the beginning of a line.
        parts.push({ type: 'text', value: `${text.value.slice(from, match.index)}\u2060` });
        parts.push({
          type: 'emphasis',
          data: { hName: 'sup', hProperties: { className: ['mark'] } },
          children: [
            {
              type: 'link',
              url: localePath('/about/#marks', language),
              title: mark.title[language],
              children: [{ type: 'text', value: mark.word[language] }],
            },
          ],
        });
        from = match.index + match[0].length;
      }
      if (from === 0) return undefined;
      const rest = text.value.slice(from);
      if (rest !== '') parts.push({ type: 'text', value: rest });
      parent.children.splice(index, 1, ...parts);
      return [SKIP, index + parts.length];
    });
  };
}

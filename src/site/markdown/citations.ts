/**
 * Markdown plugin: turns `[@vaswani2017]` into a numbered link and appends the page's numbered list
 * of references, with links back. An unknown key fails the build.
 */
import type { ListItem, PhrasingContent, Root, RootContent, Text } from 'mdast';
import { SKIP, visit } from 'unist-util-visit';
import type { VFile } from 'vfile';
import type { Language } from '../../language.ts';
import { languageOfFile, slugOfFile } from '../locale.ts';
import {
  addressOf,
  citationsIn,
  readReferences,
  type Reference,
  type References,
} from '../references.ts';

interface Cited {
  readonly number: number;
  readonly key: string;
  readonly entry: Reference;
  uses: number;
}

/** Numbers the citations in order of appearance. `path` is the file with all references. */
export function remarkCitations({ path }: { path: string }) {
  return (tree: Root, file: VFile): void => {
    const language = languageOfFile(file.path);
    const cited = new Map<string, Cited>();
    let references: References | undefined;

    const cite = (key: string, text: Text): Cited => {
      references ??= readReferences(path);
      const entry = references[key];
      if (entry === undefined) {
        const line = text.position?.start.line ?? 0;
        throw new Error(`Line ${line}: there is no reference “${key}” in ${path}.`);
      }
      const known = cited.get(key) ?? { number: cited.size + 1, key, entry, uses: 0 };
      known.uses += 1;
      cited.set(key, known);
      return known;
    };

    visit(tree, 'text', (text, index, parent) => {
      if (parent === undefined || index === undefined || !text.value.includes('[@')) {
        return undefined;
      }
      const parts = split(text, cite, language);
      parent.children.splice(index, 1, ...parts);
      return [SKIP, index + parts.length];
    });
    if (cited.size > 0) {
      tree.children.push(...list([...cited.values()], slugOfFile(file.path), language));
    }
  };
}

function split(
  text: Text,
  cite: (key: string, text: Text) => Cited,
  language: Language,
): PhrasingContent[] {
  const parts: PhrasingContent[] = [];
  let from = 0;
  for (const { index, length, keys } of citationsIn(text.value)) {
    // A citation follows its word without a gap, however the author spaced it.
    const before = text.value.slice(from, index).trimEnd();
    // The word joiner keeps a citation off the beginning of a line.
    parts.push({ type: 'text', value: `${before}\u2060` });
    parts.push(
      superscript(
        keys.map((key) => cite(key, text)),
        language,
      ),
    );
    from = index + length;
  }
  const rest = text.value.slice(from);
  if (rest !== '') parts.push({ type: 'text', value: rest });
  return parts;
}

function superscript(cited: Cited[], language: Language): PhrasingContent {
  const children = cited.flatMap((one, index): PhrasingContent[] => {
    const link: PhrasingContent = {
      type: 'link',
      url: `#ref-${one.key}`,
      data: {
        hProperties: {
          id: `cite-${one.key}-${one.uses}`,
          'aria-label': language === 'zh' ? `参考文献 ${one.number}` : `Reference ${one.number}`,
        },
      },
      children: [{ type: 'text', value: String(one.number) }],
    };
    return index === 0 ? [link] : [{ type: 'text', value: ', ' }, link];
  });
  return {
    type: 'emphasis',
    data: { hName: 'sup', hProperties: { className: ['citation'] } },
    children: [{ type: 'text', value: '[' }, ...children, { type: 'text', value: ']' }],
  };
}

function list(cited: Cited[], slug: string, language: Language): RootContent[] {
  return [
    {
      type: 'heading',
      depth: 2,
      data: { hProperties: { id: 'cited-works' } },
      children: [{ type: 'text', value: language === 'zh' ? '本页引用' : 'Cited on this page' }],
    },
    {
      type: 'list',
      ordered: true,
      spread: false,
      data: { hProperties: { className: ['references'] } },
      children: cited.map((one) => item(one, language)),
    },
    {
      type: 'paragraph',
      data: { hProperties: { className: ['references-files'] } },
      children: [
        { type: 'text', value: language === 'zh' ? '下载这份文献：' : 'Take this list along: ' },
        { type: 'link', url: `/references/${slug}.bib`, children: [text('BibTeX')] },
        text(' · '),
        { type: 'link', url: `/references/${slug}.gbt7714.txt`, children: [text('GB/T 7714')] },
      ],
    },
  ];
}

function text(value: string): Text {
  return { type: 'text', value };
}

function item({ key, number, entry, uses }: Cited, language: Language): ListItem {
  const url = addressOf(entry);
  const checked = language === 'zh' ? `（核对于 ${entry.checked}）` : ` (checked ${entry.checked})`;
  const backs = Array.from({ length: uses }, (_, index): PhrasingContent[] => [
    { type: 'text', value: ' ' },
    {
      type: 'link',
      url: `#cite-${key}-${index + 1}`,
      data: {
        hProperties: {
          className: ['back'],
          'aria-label':
            language === 'zh'
              ? `回到第 ${index + 1} 处引用 ${number} 的地方`
              : `Back to use ${index + 1} of reference ${number}`,
        },
      },
      children: [{ type: 'text', value: '↩' }],
    },
  ]);
  return {
    type: 'listItem',
    spread: false,
    data: { hProperties: { id: `ref-${key}` } },
    children: [
      {
        type: 'paragraph',
        children: [
          { type: 'text', value: `${entry.authors} (${entry.year}). ` },
          { type: 'link', url, children: [{ type: 'text', value: entry.title }] },
          { type: 'text', value: `. ${entry.where}.${checked}` },
          ...backs.flat(),
        ],
      },
    ],
  };
}

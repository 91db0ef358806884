/**
 * Markdown plugin: turns `[@vaswani2017]` into a numbered link and appends the page's numbered list
 * of references, with links back. An unknown key fails the build.
 */
import { readFileSync } from 'node:fs';
import type { ListItem, PhrasingContent, Root, RootContent, Text } from 'mdast';
import { SKIP, visit } from 'unist-util-visit';
import type { VFile } from 'vfile';
import { z } from 'astro/zod';
import type { Language } from '../../language.ts';
import { languageOfFile } from '../locale.ts';

const referenceSchema = z
  .strictObject({
    authors: z.string().min(1),
    title: z.string().min(1),
    year: z.number().int(),
    where: z.string().min(1),
    arxiv: z.string().optional(),
    url: z.url().optional(),
    checked: z.iso.date(),
  })
  .refine((entry) => entry.arxiv !== undefined || entry.url !== undefined, {
    message: 'needs an arxiv number or a url',
  });

export type Reference = z.infer<typeof referenceSchema>;
export const referencesSchema = z.record(z.string(), referenceSchema);

const citation = /\[(@[a-z0-9-]+(?:\s*;\s*@[a-z0-9-]+)*)\]/gi;

interface Cited {
  readonly number: number;
  readonly key: string;
  readonly entry: Reference;
  uses: number;
}

/** Reads and checks `references.json`; throws a sentence that names the file. */
export function readReferences(path: string): Record<string, Reference> {
  const parsed = referencesSchema.safeParse(JSON.parse(readFileSync(path, 'utf8')));
  if (!parsed.success) throw new Error(`${path}: ${z.prettifyError(parsed.error)}`);
  return parsed.data;
}

/** Numbers the citations in order of appearance. `path` is the file with all references. */
export function remarkCitations({ path }: { path: string }) {
  return (tree: Root, file: VFile): void => {
    const language = languageOfFile(file.path);
    const cited = new Map<string, Cited>();
    let references: Record<string, Reference> | undefined;

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
    if (cited.size > 0) tree.children.push(...list([...cited.values()], language));
  };
}

function split(
  text: Text,
  cite: (key: string, text: Text) => Cited,
  language: Language,
): PhrasingContent[] {
  const parts: PhrasingContent[] = [];
  let from = 0;
  for (const match of text.value.matchAll(citation)) {
    // A citation follows its word without a gap, however the author spaced it.
    const before = text.value.slice(from, match.index).trimEnd();
    // The word joiner keeps a citation off the beginning of a line.
    parts.push({ type: 'text', value: `${before}\u2060` });
    const keys = (match[1] ?? '').split(';').map((key) => key.trim().slice(1));
    parts.push(
      superscript(
        keys.map((key) => cite(key, text)),
        language,
      ),
    );
    from = match.index + match[0].length;
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

function list(cited: Cited[], language: Language): RootContent[] {
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
  ];
}

function item({ key, number, entry, uses }: Cited, language: Language): ListItem {
  const url = entry.url ?? `https://arxiv.org/abs/${entry.arxiv ?? ''}`;
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

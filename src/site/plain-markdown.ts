/**
 * A page as plain Markdown, for readers that are programs and for people who want the text: shown
 * code filled in, demos replaced by their captions, ids and marks by words.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Language } from '../language.ts';
import { localePath } from './locale.ts';
import { withoutLinks } from './markdown/formula-links.ts';
import { cutRegion, parseReference } from './markdown/source-regions.ts';
import { marks } from './markdown/provenance.ts';
import { addressOf, citationsIn, keysCitedIn, readReferences } from './references.ts';

const fence = /^(```+)([^\n]*)\n([\s\S]*?)^\1[ \t]*$/gm;

/** What a demo's place says: its number and caption. */
function demo(tag: string, language: Language): string {
  const attribute = (name: string): string | undefined =>
    new RegExp(`\\s${name}="([^"]*)"`).exec(tag)?.[1];
  const figure = attribute('figure');
  if (figure === undefined) return '';
  const caption = attribute('caption') ?? '';
  return language === 'zh'
    ? `> 图 ${figure}（互动演示，见网页）：${caption}`
    : `> Figure ${figure} (interactive, on the web page): ${caption}`;
}

function prose(text: string, language: Language): string {
  return withoutLinks(text)
    .replace(/^import [^\n]*\n/gm, '')
    .replace(/\s*\[#[a-z][a-z0-9-]*\][ \t]*$/gm, '')
    .replace(/<([A-Z]\w*)\b([^>]*?)\/>/g, (_tag, _name, attributes: string) =>
      demo(attributes, language),
    )
    .replace(/\s*\[=([a-z]+)\]/g, (all, name: string) => {
      const mark = marks[name];
      return mark === undefined ? all : ` (${mark.word[language]})`;
    })
    .replace(/^\$\$ \{figure=[\w.]+\}$/gm, '$$$$')
    .replace(/\{'([^']*)'\}/g, '$1')
    .replace(/\n{3,}/g, '\n\n');
}

/**
 * @param root the project's folder
 * @param mdx a page's file without its frontmatter
 */
export function plainMarkdown(
  root: string,
  { title, description, mdx }: { title: string; description: string; mdx: string },
  language: Language,
): string {
  const parts: string[] = [];
  let from = 0;
  for (const match of mdx.matchAll(fence)) {
    parts.push(prose(mdx.slice(from, match.index), language));
    const [whole, ticks = '```', info = ''] = match;
    const shown = parseReference(info);
    if (shown === undefined) {
      parts.push(whole);
    } else {
      const source = readFileSync(join(root, shown.path), 'utf8');
      const { code } = cutRegion(source, shown.region, shown.path);
      const [lang = ''] = info.split(/\s/);
      parts.push(`${shown.path}\n\n${ticks}${lang}\n${code}\n${ticks}`);
    }
    from = match.index + whole.length;
  }
  parts.push(prose(mdx.slice(from), language));

  const references = readReferences(join(root, 'content/references/references.json'));
  const keys = keysCitedIn(mdx);
  let text = parts.join('');
  for (const { index, length, keys: cited } of citationsIn(text).reverse()) {
    const numbers = cited.map((key) => keys.indexOf(key) + 1).join(', ');
    text = `${text.slice(0, index).trimEnd()} [${numbers}]${text.slice(index + length)}`;
  }
  const works = keys.flatMap((key, index) => {
    const entry = references[key];
    if (entry === undefined) return [];
    const { authors, title: name, year, where } = entry;
    return [`${index + 1}. ${authors} (${year}). ${name}. ${where}. ${addressOf(entry)}`];
  });
  const list = works.length === 0 ? '' : `\n\n## References\n\n${works.join('\n')}`;
  return `# ${title}\n\n> ${description}\n\n${text.trim()}${list}\n`;
}

/** The address of a page's plain Markdown. */
export function plainAddress(slug: string, language: Language): string {
  return localePath(`/${slug}.md`, language);
}

/** Which characters the serif face must have: those of every title and heading, and of page names. */
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pages } from '../chapters.ts';

/** The face of code, relative to the project. */
export const monoFont = 'src/site/fonts/handbook-mono.woff2';
/** The subset, and the list of characters it was made from, relative to the project. */
export const serifFont = 'src/site/fonts/handbook-serif.woff2';
export const serifFontCharacters = 'src/site/fonts/handbook-serif.txt';

const always = '大模型创业的生存之道本页引用找不到这一页第章背景，。、：；！？“”‘’《》（）—…·–';

/** Sorted, each once, without spaces. `root` is the project's folder. */
export function headingCharacters(root: string): string {
  const found = new Set<string>(always);
  for (let code = 0x21; code < 0x7f; code++) found.add(String.fromCharCode(code));
  for (const page of pages) addAll(found, page.label.zh);
  for (const path of globSync('content/{zh,en}/**/*.mdx', { cwd: root })) {
    for (const text of headings(readFileSync(join(root, path), 'utf8'))) addAll(found, text);
  }
  return [...found]
    .filter((character) => character.trim() !== '')
    .sort((a, b) => (a.codePointAt(0) ?? 0) - (b.codePointAt(0) ?? 0))
    .join('');
}

/** The title and the headings of one MDX file. */
function headings(text: string): string[] {
  const title = /^title:\s*(.*)$/m.exec(text)?.[1] ?? '';
  const prose = text.replace(/^(```|~~~)[\s\S]*?^\1/gm, '');
  return [title, ...[...prose.matchAll(/^#{2,4}\s+(.*)$/gm)].map((match) => match[1] ?? '')];
}

function addAll(found: Set<string>, text: string): void {
  for (const character of text) found.add(character);
}

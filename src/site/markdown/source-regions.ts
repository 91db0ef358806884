/**
 * Markdown plugin: fills an empty fenced block that says `source="src/models/x.ts#encoder"` with
 * that region of the file, so that the code shown is the code run, and links the whole file.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BlockContent, Code, Paragraph, Root } from 'mdast';
import { SKIP, visit } from 'unist-util-visit';
import type { VFile } from 'vfile';
import type { Language } from '../../language.ts';
import { languageOfFile, localePath } from '../locale.ts';

/** The most lines that a chapter shows of one file. */
export const longestRegion = 25;

/** The folders whose files have a page of their own under `/source/`. */
export const sourceFolders = [
  'models',
  'engine',
  'training',
  'tasks',
  'museum',
  'site/scripts',
] as const;

const reference = /(?:^|\s)source="([^"#]+)#([^"]+)"/;
/** Markers are comments: `//` in TypeScript, `#` in Python. */
const anyMarker = /^\s*(?:\/\/|#)\s*#(?:end)?region\b/;

export interface Region {
  /** The lines without markers and without their common indentation. */
  readonly code: string;
  /** The first and last line shown, counted from 1 in the file. */
  readonly first: number;
  readonly last: number;
}

/** The file and region that a fence's meta names, or undefined. */
export function parseReference(meta: string): { path: string; region: string } | undefined {
  const match = reference.exec(meta);
  return match?.[1] !== undefined && match[2] !== undefined
    ? { path: match[1], region: match[2] }
    : undefined;
}

/** The paths of all source files that a page's text refers to. */
export function referredFiles(markdown: string): string[] {
  const paths = [...markdown.matchAll(new RegExp(reference, 'gm'))].map((match) => match[1]);
  return [...new Set(paths.filter((path) => path !== undefined))];
}

/**
 * Cuts `// #region name` … `// #endregion name` (in Python `# #region name` …) out of a file's text;
 * markers of nested regions are dropped. Throws when the region is missing, open, empty or longer
 * than {@link longestRegion}.
 */
export function cutRegion(text: string, name: string, path: string): Region {
  const lines = text.split('\n');
  const isMarker = (kind: 'region' | 'endregion') => (line: string) => {
    const match = new RegExp(`^\\s*(?://|#)\\s*#${kind}\\s+(\\S+)\\s*$`).exec(line);
    return match?.[1] === name;
  };
  const start = lines.findIndex(isMarker('region'));
  if (start < 0) throw new Error(`${path} has no region “${name}” (// #region ${name}).`);
  const end = lines.findIndex((line, index) => index > start && isMarker('endregion')(line));
  if (end < 0) throw new Error(`The region “${name}” of ${path} has no // #endregion ${name}.`);
  const shown = lines.slice(start + 1, end).filter((line) => !anyMarker.test(line));
  if (shown.every((line) => line.trim() === '')) {
    throw new Error(`The region “${name}” of ${path} is empty.`);
  }
  if (shown.length > longestRegion) {
    throw new Error(
      `The region “${name}” of ${path} has ${shown.length} lines; a chapter shows at most ${longestRegion}.`,
    );
  }
  const indents = shown
    .filter((line) => line.trim() !== '')
    .map((line) => line.length - line.trimStart().length);
  const indent = Math.min(...indents);
  return { code: shown.map((line) => line.slice(indent)).join('\n'), first: start + 2, last: end };
}

/** The address of the page that shows a whole file. */
export function sourceAddress(path: string, language: Language): string {
  return localePath(`/source/${path}/`, language);
}

/** Fills the fences that have a `source`. `root` is the folder that the paths are relative to. */
export function remarkSourceRegions({ root }: { root: string }) {
  return (tree: Root, file: VFile): void => {
    const language = languageOfFile(file.path);
    visit(tree, 'code', (code, index, parent) => {
      const wanted = parseReference(code.meta ?? '');
      if (wanted === undefined || parent === undefined || index === undefined) return undefined;
      const line = code.position?.start.line ?? 0;
      const region = cutRegion(readSource(root, wanted.path, line), wanted.region, wanted.path);
      const filled: Code = {
        ...code,
        value: region.code,
        meta: (code.meta ?? '').replace(reference, '').trim() || null,
      };
      const figure: BlockContent = {
        type: 'blockquote',
        data: { hName: 'figure', hProperties: { className: ['source-region'] } },
        children: [filled, caption(wanted.path, region, language)],
      };
      parent.children.splice(index, 1, figure);
      return [SKIP, index + 1];
    });
  };
}

function readSource(root: string, path: string, line: number): string {
  const known = sourceFolders.some((folder) => path.startsWith(`src/${folder}/`));
  if (!known || path.includes('..')) {
    throw new Error(
      `Line ${line}: source="${path}" is not under src/{${sourceFolders.join(',')}}/, whose files have a page.`,
    );
  }
  try {
    return readFileSync(join(root, path), 'utf8');
  } catch {
    throw new Error(`Line ${line}: the source file ${path} does not exist.`);
  }
}

function caption(path: string, region: Region, language: Language): Paragraph {
  const runs = path.endsWith('.ts');
  const lines =
    language === 'zh'
      ? ` 第 ${region.first}–${region.last} 行${runs ? '，演示运行的就是这段代码' : ''} · `
      : ` lines ${region.first}–${region.last}${runs ? ', the code that the demo runs' : ''} · `;
  return {
    type: 'paragraph',
    data: { hName: 'figcaption' },
    children: [
      { type: 'inlineCode', value: path },
      { type: 'text', value: lines },
      {
        type: 'link',
        url: `${sourceAddress(path, language)}#L${region.first}`,
        children: [{ type: 'text', value: language === 'zh' ? '看整个文件' : 'the whole file' }],
      },
    ],
  };
}

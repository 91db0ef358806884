/** The code of the museum's exhibits, cut from the files that run, in the colours of all other code. */
import { createHighlighter } from 'shiki';
import { isTorch, type ExhibitId } from '../museum/catalogue.ts';
import { codeThemes } from './code-themes.ts';
import { cutRegion } from './markdown/source-regions.ts';

const texts: Readonly<Record<string, string>> = {
  ...import.meta.glob<string>('../museum/exhibits/*.ts', {
    query: '?raw',
    import: 'default',
    eager: true,
  }),
  ...import.meta.glob<string>('./scripts/museum/*.py', {
    query: '?raw',
    import: 'default',
    eager: true,
  }),
};

/** A stretch of one colour, as an index into {@link codeColours}. */
export interface Word {
  readonly text: string;
  readonly colour: number;
}

export interface CodeLine {
  readonly words: readonly Word[];
  /** The other version has no such line. */
  readonly changed: boolean;
}

export interface ShownCode {
  /** From the project's root. */
  readonly path: string;
  readonly lines: readonly CodeLine[];
}

const [dark, light] = codeThemes;
const foregrounds = ({ settings }: typeof light): string[] =>
  (settings ?? []).map(({ settings: { foreground = '' } }) => foreground);

/** Custom properties with the colours of both themes: `--code-2: light-dark(#b5341c, #ff8163); …`. */
export const codeColours: string = foregrounds(light)
  .map(
    (colour, index) =>
      `--code-${index}:light-dark(${colour},${foregrounds(dark)[index] ?? colour})`,
  )
  .join(';');

const highlighter = createHighlighter({ themes: [light], langs: ['ts', 'python'] });

async function highlight(code: string, path: string): Promise<Word[][]> {
  const lang = path.endsWith('.py') ? 'python' : 'ts';
  const colours = foregrounds(light).map((colour) => colour.toLowerCase());
  const { tokens } = (await highlighter).codeToTokens(code, { lang, theme: light.name ?? '' });
  return tokens.map((line) =>
    line.map(({ content, color = '' }) => ({
      text: content,
      colour: Math.max(0, colours.indexOf(color.toLowerCase())),
    })),
  );
}

/** A line without its comment, by which the versions are compared. */
const essence = (line: string): string => line.replace(/\s*(\/\/|# ).*$/, '').trim();

async function show(path: string, region: string, other: string | null): Promise<ShownCode> {
  const from = path.replace(/^src\/site\//, './').replace(/^src\//, '../');
  const text = texts[from];
  if (text === undefined) throw new Error(`The museum has no file ${path}.`);
  const { code } = cutRegion(text, region, path);
  const known = other === null ? null : new Set(other.split('\n').map(essence));
  const lines = code.split('\n');
  const words = await highlight(code, path);
  return {
    path,
    lines: words.map((line, index) => {
      const bare = essence(lines[index] ?? '');
      return { words: line, changed: bare !== '' && known !== null && !known.has(bare) };
    }),
  };
}

export interface ExhibitCode {
  readonly broken: ShownCode;
  readonly fixed: ShownCode;
  /** The defect in PyTorch, where its message is recorded. */
  readonly torch: ShownCode | null;
}

async function read(id: ExhibitId): Promise<ExhibitCode> {
  const live = `src/museum/exhibits/${id}.ts`;
  const script = (version: string) => `src/site/scripts/museum/${id}.${version}.py`;
  const isScript = texts[`./scripts/museum/${id}.fixed.py`] !== undefined;
  const [brokenPath, fixedPath] = isScript ? [script('broken'), script('fixed')] : [live, live];
  const textOf = (path: string): string =>
    texts[path.replace(/^src\/site\//, './').replace(/^src\//, '../')] ?? '';
  const broken = cutRegion(textOf(brokenPath), 'broken', brokenPath).code;
  const fixed = cutRegion(textOf(fixedPath), 'fixed', fixedPath).code;
  return {
    broken: await show(brokenPath, 'broken', fixed),
    fixed: await show(fixedPath, 'fixed', broken),
    torch: isTorch(id) ? await show(script('broken'), 'broken', null) : null,
  };
}

const known = new Map<ExhibitId, Promise<ExhibitCode>>();

/** The code of an exhibit; the same for all pages, so it is made once. */
export function exhibitCode(id: ExhibitId): Promise<ExhibitCode> {
  const made = known.get(id) ?? read(id);
  known.set(id, made);
  return made;
}

/** The source files that have a page under `/source/`, with their text. */
import { sourceFolders } from './markdown/source-regions.ts';

const texts = import.meta.glob<string>(
  ['../{models,engine,training,tasks,museum}/**/*.{ts,wgsl}', './scripts/**/*.py'],
  { query: '?raw', import: 'default', eager: true },
);

export interface SourceFile {
  /** From the project's root: `src/models/lstm-seq2seq.ts`. */
  readonly path: string;
  readonly text: string;
}

export const sourceFiles: readonly SourceFile[] = Object.entries(texts)
  .map(([path, text]) => ({
    path: path.replace(/^\.\.\//, 'src/').replace(/^\.\//, 'src/site/'),
    text,
  }))
  .filter(({ path }) => sourceFolders.some((folder) => path.startsWith(`src/${folder}/`)));

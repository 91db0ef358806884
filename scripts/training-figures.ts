/**
 * The figures of the chapters that train a model, read from the text of the pages: for the script
 * that records them and the test that compares. English pages have the same figures, some of them
 * with English data.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Language } from '../src/language.ts';
import type { LabId } from '../src/training/config.ts';
import { presetConfig } from '../src/demos/run/link.ts';
import { recordedQuery } from '../src/demos/run/recorded.ts';
import { wholePreset, type Demo } from '../src/demos/island/define.ts';
import memorise from '../src/demos/memorise/demo.ts';
import seq2seq from '../src/demos/seq2seq/demo.ts';
import transformer from '../src/demos/transformer/demo.ts';

export interface TrainingFigure {
  /** The slug of the page. */
  readonly page: string;
  readonly figure: string;
  readonly lab: LabId;
  /** As in a link. */
  readonly preset: string;
  readonly language: Language;
}

const pages = ['index', '02-algorithms', '03-mathematics', '04-project'];
/** The demos that train, and the laboratory whose settings they have. */
const demos: readonly (readonly [Demo, LabId])[] = [
  [seq2seq, 'seq2seq'],
  [transformer, 'transformer'],
  [memorise, 'transformer'],
];

/** @param root the repository's folder */
export function trainingFigures(root: string, language: Language): TrainingFigure[] {
  return pages.flatMap((page) => {
    const text = readFileSync(join(root, `content/${language}/${page}.mdx`), 'utf8');
    return [...text.matchAll(/^<Demo\s([^>]*)\/>$/gm)].flatMap(([, written = '']) => {
      const attributes: Readonly<Record<string, string>> = Object.fromEntries(
        [...written.matchAll(/(\w+)="([^"]*)"/g)].map(([, name = '', value = '']) => [name, value]),
      );
      const [demo, lab] = demos.find(([{ id }]) => id === attributes['name']) ?? [];
      if (demo === undefined || lab === undefined) return [];
      const preset = wholePreset(demo, attributes['preset'] ?? '', language);
      // Nothing can be recorded of the reader's own text.
      if (new URLSearchParams(preset).get('task') === 'own-text') return [];
      return [{ page, figure: attributes['figure'] ?? '', lab, preset, language }];
    });
  });
}

/** The setting of a figure, whole. */
export const settingOf = ({ lab, preset }: TrainingFigure): string =>
  recordedQuery(presetConfig(lab, preset));

/** Every run that has a record: those of the Chinese pages, and the English ones that train something else. */
export function recordedFigures(root: string): TrainingFigure[] {
  const chinese = trainingFigures(root, 'zh');
  const settings = new Map(chinese.map((one) => [`${one.page} ${one.figure}`, settingOf(one)]));
  const others = trainingFigures(root, 'en').filter(
    (one) => settings.get(`${one.page} ${one.figure}`) !== settingOf(one),
  );
  return [...chinese, ...others];
}

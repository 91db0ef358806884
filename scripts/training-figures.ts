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
import { memorisePreset } from '../src/demos/memorise/preset.ts';

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
const demos: Readonly<Record<string, LabId>> = {
  Seq2SeqLab: 'seq2seq',
  TransformerLab: 'transformer',
  Memorise: 'transformer',
};

/** @param root the repository's folder */
export function trainingFigures(root: string, language: Language): TrainingFigure[] {
  return pages.flatMap((page) => {
    const text = readFileSync(join(root, `content/${language}/${page}.mdx`), 'utf8');
    return [...text.matchAll(/^<(Seq2SeqLab|TransformerLab|Memorise)\s([^>]*)\/>$/gm)].flatMap(
      ([, demo = '', written = '']) => {
        const attributes: Readonly<Record<string, string>> = Object.fromEntries(
          [...written.matchAll(/(\w+)="([^"]*)"/g)].map(([, name = '', value = '']) => [
            name,
            value,
          ]),
        );
        const sentence = attributes['sentence'] === 'zh' ? 'zh' : language;
        const query = new URLSearchParams(demo === 'Memorise' ? memorisePreset(sentence) : '');
        new URLSearchParams(attributes['preset']).forEach((value, name) => query.set(name, value));
        for (const name of ['task', 'model']) {
          if (attributes[name] !== undefined) query.set(name, attributes[name]);
        }
        // Nothing can be recorded of the reader's own text.
        if (query.get('task') === 'own-text') return [];
        const lab = demos[demo]!;
        const figure = attributes['figure'] ?? '';
        return [{ page, figure, lab, preset: query.toString(), language }];
      },
    );
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

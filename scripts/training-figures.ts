/**
 * The figures of the chapters that train a model, read from the text of the Chinese pages (the
 * English ones have the same): for the script that records them and the test that compares.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LabId } from '../src/training/config.ts';
import { memorisePreset } from '../src/demos/memorise/preset.ts';

export interface TrainingFigure {
  /** The slug of the page. */
  readonly page: string;
  readonly figure: string;
  readonly lab: LabId;
  /** As in a link. */
  readonly preset: string;
}

const pages = ['index', '02-algorithms', '03-mathematics', '04-project'];
const demos: Readonly<Record<string, LabId>> = {
  Seq2SeqLab: 'seq2seq',
  TransformerLab: 'transformer',
  Memorise: 'transformer',
};

/** @param root the repository's folder */
export function trainingFigures(root: string, language: 'zh' | 'en' = 'zh'): TrainingFigure[] {
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
        const query = new URLSearchParams(demo === 'Memorise' ? memorisePreset : '');
        new URLSearchParams(attributes['preset']).forEach((value, name) => query.set(name, value));
        for (const name of ['task', 'model']) {
          if (attributes[name] !== undefined) query.set(name, attributes[name]);
        }
        // Nothing can be recorded of the reader's own text.
        if (query.get('task') === 'own-text') return [];
        const lab = demos[demo]!;
        return [{ page, figure: attributes['figure'] ?? '', lab, preset: query.toString() }];
      },
    );
  });
}

/**
 * The record of a run that a chapter's figure shows where nothing can be trained: on paper, and
 * without JavaScript. `npm run record` writes it, from a run in a browser with the page's preset.
 */
import * as z from 'zod/mini';
import type { Language } from '../../language.ts';
import { backendIds, labs, type LabId, type RunConfig } from '../../training/config.ts';
import { modelIds } from '../../training/kinds/index.ts';

const labIds = Object.keys(labs) as [LabId, ...LabId[]];

/** Ascending steps and the loss at each, in nats per target token. */
const points = z.object({ steps: z.array(z.number()), values: z.array(z.number()) });

export const recordSchema = z.object({
  /** The slug of the page. */
  page: z.string(),
  /** The figure's number. */
  figure: z.string(),
  lab: z.enum(labIds),
  /** The whole setting, as `recordedQuery` writes it. */
  config: z.string(),
  task: z.string(),
  model: z.enum(modelIds),
  seed: z.number(),
  backend: z.enum(backendIds),
  threads: z.number(),
  /** The day, as 2026-11-24. */
  date: z.string().check(z.regex(/^\d{4}-\d{2}-\d{2}$/)),
  machine: z.object({ cores: z.number(), browser: z.string() }),
  /** The steps it took, and how many it was set to take. */
  steps: z.number(),
  planned: z.number(),
  /** Why it stopped: `cap` where the recorder stopped it. */
  stopped: z.enum(['steps', 'accuracy', 'loss', 'time', 'cap']),
  /** Of training, evaluation left out. */
  seconds: z.number(),
  parameters: z.number(),
  /** ln V, and what counting symbols and pairs of symbols comes to. */
  baselines: z.object({
    uniform: z.number(),
    unigram: z.optional(z.number()),
    bigram: z.optional(z.number()),
  }),
  /** Mean of the last 20 steps at each point. */
  training: points,
  heldOut: points,
  finalHeldOut: z.number(),
  /** Exact match in [0, 1]; null for language models. */
  accuracy: z.nullable(z.number()),
  samples: z.array(
    z.object({
      input: z.string(),
      output: z.string(),
      expected: z.nullable(z.string()),
      correct: z.nullable(z.boolean()),
    }),
  ),
});
export type RunRecord = z.infer<typeof recordSchema>;

/**
 * `02-algorithms`, `2.1` → `02-algorithms.2-1.json`; the English page has a record of its own,
 * `04-project.4-1.en.json`, where it trains something else.
 */
export const recordName = (page: string, figure: string, language: Language = 'zh'): string =>
  `${page}.${figure.replaceAll('.', '-')}${language === 'en' ? '.en' : ''}.json`;

/** What a record has to be of: the whole setting, defaults included, so that a changed default counts too. */
export function recordedQuery({ task, model, seed, taskParameters, fields }: RunConfig): string {
  const settings = Object.entries({ ...taskParameters, ...fields }).map(
    ([name, value]): [string, string] => [name, String(value)],
  );
  return new URLSearchParams([
    ['task', task],
    ['model', model],
    ['seed', String(seed)],
    ...settings,
  ]).toString();
}

/** At most `count` of the points, first and last among them. */
export function thinned<T>(items: readonly T[], count: number): T[] {
  if (items.length <= count) return [...items];
  const last = items.length - 1;
  return Array.from({ length: count }, (_, i) => items[Math.round((i * last) / (count - 1))]!);
}

/**
 * `npm run record`: trains every figure of the chapters once, in Chromium on the built site, as a
 * reader would who opens the page and presses Train, and stores what came of it under
 * `src/demos/run/recorded/`, for the figures to print. Figures whose record is of the present
 * setting are passed over; `--all` trains them again, numbers name some (`npm run record -- 2.1`).
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { chromium, type Browser, type Page } from '@playwright/test';
import { format, resolveConfig } from 'prettier';
import {
  recordedQuery,
  recordName,
  recordSchema,
  thinned,
  type RunRecord,
} from '../src/demos/run/recorded.ts';

import { initialView, reduce, type RunView } from '../src/demos/run/view.ts';
import { createStaticServer } from '../src/site/build/static-server.ts';
import { eventSchema, requestSchema } from '../src/training/run/protocol.ts';
import { chromiumArguments, findChromium } from '../tools/chromium.ts';
import { recordedFigures, settingOf, type TrainingFigure } from './training-figures.ts';

/** Minutes after which a run is paused and recorded as it stands. */
const cap = 20;
const mostPoints = 80;
const mostLetters = 140;

const root = join(import.meta.dirname, '..');
const folder = join(root, 'src/demos/run/recorded');
const dist = process.env['DIST'] ?? join(root, 'dist');
const wanted = process.argv.slice(2).filter((word) => !word.startsWith('-'));
const all = process.argv.includes('--all');

const isWanted = (one: TrainingFigure): boolean => {
  const { page, figure, language } = one;
  if (wanted.length > 0) return wanted.includes(figure);
  const path = join(folder, recordName(page, figure, language));
  if (all || !existsSync(path)) return true;
  const { config } = recordSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
  return config !== settingOf(one);
};

/** Keeps what goes to and comes from the page's worker, its pulse aside, to be read by `page.evaluate`. */
const listenIn = `
  globalThis.recorded = { requests: [], events: [] };
  const Plain = Worker;
  globalThis.Worker = class extends Plain {
    constructor(...given) {
      super(...given);
      this.addEventListener('message', ({ data }) => {
        if (typeof data !== 'string') recorded.events.push(data);
      });
    }
    postMessage(data, ...rest) {
      if (typeof data !== 'string') recorded.requests.push(data);
      super.postMessage(data, ...rest);
    }
  };
`;

interface Heard {
  requests: unknown[];
  events: unknown[];
}

/** Presses Train and waits for the end, or for the cap. */
async function train(page: Page, { figure, language }: TrainingFigure): Promise<boolean> {
  const [trainIt, pauseIt] = language === 'zh' ? ['训练', '暂停'] : ['Train', 'Pause'];
  const panel = page.locator(`[data-figure="${figure}"] [data-run]`).first();
  await panel.scrollIntoViewIfNeeded();
  await panel.getByRole('button', { name: trainIt, exact: true }).click();
  const end = Date.now() + cap * 60_000;
  let paused = false;
  for (;;) {
    const state = await panel.getAttribute('data-run-state');
    if (state === 'finished') return false;
    if (state === 'paused') return paused;
    if (state === 'failed') throw new Error(await panel.getByRole('alert').innerText());
    if (!paused && Date.now() > end) {
      await panel.getByRole('button', { name: pauseIt, exact: true }).click();
      paused = true;
    }
    await page.waitForTimeout(500);
  }
}

const rounded = (value: number): number => Number(value.toPrecision(4));
const optional = (value: number | undefined): number | undefined =>
  value === undefined ? undefined : rounded(value);

function points(steps: readonly number[], values: readonly number[]): RunRecord['training'] {
  const pairs = thinned(
    steps.map((step, index) => [step, rounded(values[index]!)] as const),
    mostPoints,
  );
  return { steps: pairs.map(([step]) => step), values: pairs.map(([, value]) => value) };
}

/** Cut at the end of a line where there is one. */
function shortened(text: string): string {
  if (Array.from(text).length <= mostLetters) return text;
  const start = Array.from(text).slice(0, mostLetters).join('');
  const end = Math.max(start.lastIndexOf('\n'), start.lastIndexOf(' '));
  return `${start.slice(0, end > 0 ? end : undefined).trimEnd()} …`;
}

async function record(browser: Browser, origin: string, wantedRun: TrainingFigure): Promise<void> {
  const { page: slug, figure, lab, language } = wantedRun;
  const page = await browser.newPage({ locale: language, viewport: { width: 1280, height: 900 } });
  await page.addInitScript(listenIn);
  const home = language === 'zh' ? origin : `${origin}/en`;
  await page.goto(`${home}/${slug === 'index' ? '' : `${slug}/`}`);
  const capped = await train(page, wantedRun);
  // What it has by heart is asked for after the last evaluation.
  await page.waitForTimeout(1500);
  const heard = (await page.evaluate('recorded')) as Heard;
  const cores = await page.evaluate(() => navigator.hardwareConcurrency);
  await page.close();

  const requests = heard.requests.map((request) => requestSchema.parse(request));
  const start = requests.find((request) => request.type === 'start');
  const view = heard.events.reduce<RunView>(
    (before, data) => reduce(before, eventSchema.parse(data)),
    initialView,
  );
  const { prepared, evaluation, curve, heldOut } = view;
  if (start === undefined || prepared === null || evaluation === null) {
    throw new Error(`Figure ${figure} was trained, but nothing was heard of it.`);
  }
  const written = view.answers.continuation?.text;
  const { accuracy } = evaluation.scores;
  const samples =
    written === undefined
      ? (view.answers.samples?.samples ?? [])
      : [{ input: '', output: written, expected: null, correct: null }];
  const run: RunRecord = recordSchema.parse({
    page: slug,
    figure,
    lab,
    config: recordedQuery(start.config),
    task: start.config.task,
    model: start.config.model,
    seed: start.config.seed,
    backend: prepared.backend,
    threads: prepared.threads,
    date: new Date().toISOString().slice(0, 10),
    machine: { cores, browser: `Chromium ${browser.version().split('.')[0]}` },
    steps: view.step,
    planned: Number(start.config.fields['steps']),
    stopped: capped ? 'cap' : view.finished,
    seconds: Number((view.metrics?.seconds ?? 0).toPrecision(3)),
    parameters: prepared.parameters,
    baselines: {
      uniform: rounded(prepared.baselines.uniform),
      unigram: optional(prepared.baselines.unigram),
      bigram: optional(prepared.baselines.bigram),
    },
    training: points(curve.steps, curve.smooth),
    heldOut: points(heldOut.steps, heldOut.values),
    finalHeldOut: rounded(evaluation.heldOutLoss),
    accuracy: accuracy === undefined ? null : rounded(accuracy),
    samples: samples.slice(0, accuracy === undefined ? 2 : 3).map((sample) => ({
      ...sample,
      input: sample.input,
      output: shortened(sample.output),
    })),
  });
  const path = join(folder, recordName(slug, figure, language));
  const options = { ...(await resolveConfig(path)), parser: 'json' };
  writeFileSync(path, await format(JSON.stringify(run), options));
  const judged = run.accuracy === null ? '' : `, exact match ${run.accuracy}`;
  console.log(
    `Figure ${figure} (${language}): ${run.steps} steps in ${run.seconds} s on ${run.backend}, held-out loss ${run.finalHeldOut}${judged}.`,
  );
}

const figures = recordedFigures(root).filter(isWanted);
mkdirSync(folder, { recursive: true });
if (figures.length === 0) {
  console.log('Every figure has a record of its present setting.');
} else {
  const server = createStaticServer(dist);
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const { port } = server.address() as AddressInfo;
  const browser = await chromium.launch({
    executablePath: findChromium(),
    args: [...chromiumArguments],
  });
  try {
    for (const figure of figures) await record(browser, `http://127.0.0.1:${port}`, figure);
  } finally {
    await browser.close();
    server.close();
  }
}

/** What a page costs before and after the reader reaches for a demo, in bytes over the wire. */
import { get } from 'node:http';
import type { Page } from '@playwright/test';
import { languages } from '../../src/language.ts';
import { runText } from '../../src/demos/run/text.ts';
import { addressOf, expect, panel, test, untilState } from '../support.ts';

const pageLimit = 60_000;
const engineLimit = 400_000;

/** What only a run needs. */
const engineParts = /tfjs|tensorflow|worker|\.wasm$|\/data\/|webgpu|webgl/i;

interface Loaded {
  readonly path: string;
  readonly isScript: boolean;
  readonly bytes: number;
}

/** The size of an answer's body as a browser gets it. Playwright does not know it for workers. */
function wireBytes(url: string): Promise<number> {
  return new Promise((resolve, reject) => {
    get(url, { headers: { 'Accept-Encoding': 'gzip, deflate, br' } }, (answer) => {
      let bytes = 0;
      answer.on('data', (part: Buffer) => (bytes += part.length));
      answer.on('end', () => resolve(bytes));
      answer.on('error', reject);
    }).on('error', reject);
  });
}

/** Gathers everything that the page and its workers fetch. */
function gather(page: Page): () => Promise<Loaded[]> {
  const types = new Map<string, string>();
  page.context().on('response', (response) => {
    const url = response.url();
    if (/^https?:/.test(url)) types.set(url, response.headers()['content-type'] ?? '');
  });
  return () =>
    Promise.all(
      [...types].map(async ([url, type]) => ({
        path: new URL(url).pathname,
        isScript: type.startsWith('text/javascript'),
        bytes: await wireBytes(url),
      })),
    );
}

const scriptsOf = (all: readonly Loaded[]): Loaded[] => all.filter(({ isScript }) => isScript);
const sum = (all: readonly Loaded[]): number => all.reduce((total, { bytes }) => total + bytes, 0);
const list = (all: readonly Loaded[]): string =>
  all.map(({ path, bytes }) => `${bytes} ${path}`).join('\n');

/** Looks at the whole page, as a reader would who touches nothing. */
async function scrollThrough(page: Page): Promise<void> {
  await page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight));
  await page.waitForLoadState('networkidle');
}

for (const language of languages) {
  // One with a demo and one with formulas; the others load the same files (`tests/dist/weight.test.ts`).
  for (const slug of ['index', '03-mathematics']) {
    const address = addressOf(slug, language);
    test(`${address} loads little before the reader reaches for a demo`, async ({ page }) => {
      const loaded = gather(page);
      await page.goto(address, { waitUntil: 'networkidle' });
      await expect(panel(page)).toBeVisible();
      // The page's scripts come after its first paint, which a busy machine puts off.
      await expect(page.getByRole('button', { name: /Ctrl K/ })).toBeEnabled();
      await scrollThrough(page);
      const all = await loaded();
      const scripts = scriptsOf(all);
      expect(scripts.length).toBeGreaterThan(0);
      for (const { path, bytes } of scripts) expect(bytes, path).toBeGreaterThan(0);
      expect(sum(scripts), list(scripts)).toBeLessThanOrEqual(pageLimit);
      expect(all.map(({ path }) => path).filter((path) => engineParts.test(path))).toEqual([]);
    });
  }
}

test('a laboratory fetches no engine and no data before Train is pressed', async ({ page }) => {
  const loaded = gather(page);
  await page.goto(`${addressOf('lab/transformer', 'en')}?task=moby`, { waitUntil: 'networkidle' });
  await panel(page).getByText(runText.en.more, { exact: true }).click();
  await expect(panel(page).getByRole('group', { name: runText.en.groups.stop })).toBeVisible();
  const paths = (await loaded()).map(({ path }) => path);
  expect(paths.filter((path) => /worker|\.wasm$|\/data\//.test(path))).toEqual([]);
});

test('the engine on WASM weighs little', async ({ page }) => {
  const loaded = gather(page);
  await page.goto(addressOf('02-algorithms', 'en'), { waitUntil: 'networkidle' });
  const before = new Set((await loaded()).map(({ path }) => path));
  const run = panel(page);
  // Without a graphics adapter that is worth it, automatic means WASM.
  await run.getByRole('button', { name: runText.en.step, exact: true }).click();
  await untilState(run, ['paused'], 60_000);
  await expect(run).toHaveAttribute('data-run-backend', 'wasm');
  await page.waitForLoadState('networkidle');
  const added = (await loaded()).filter(({ path }) => !before.has(path));
  expect(added.map(({ path }) => path)).toContainEqual(expect.stringMatching(/worker.*\.js$/));
  expect(added.map(({ path }) => path)).toContainEqual(expect.stringMatching(/\.wasm$/));
  const scripts = scriptsOf(added);
  for (const { path, bytes } of scripts) expect(bytes, path).toBeGreaterThan(0);
  expect(sum(scripts), list(scripts)).toBeLessThanOrEqual(engineLimit);
  expect(scripts.filter(({ path }) => /webgpu|webgl/.test(path))).toEqual([]);
});

/** When the fonts' stylesheet was asked for and when the first text was painted, in milliseconds. */
async function fontsAndPaint(page: Page): Promise<{ fonts: number; paint: number }> {
  await page.waitForFunction(
    () =>
      performance.getEntriesByName('first-contentful-paint').length > 0 &&
      [...document.fonts].some(
        ({ family, status }) => family === 'KaTeX_Main' && status === 'loaded',
      ),
  );
  return page.evaluate(() => {
    const all = performance.getEntriesByType('resource');
    const [paint] = performance.getEntriesByName('first-contentful-paint');
    const fonts = all.find(({ name }) => /\/fonts\.[^/]+\.css$/.test(name));
    return { fonts: fonts!.startTime, paint: paint!.startTime };
  });
}

test('the fonts come after the first paint of a visit, and before that of its next page', async ({
  page,
}) => {
  await page.goto(addressOf('03-mathematics', 'zh'));
  const first = await fontsAndPaint(page);
  expect(first.fonts).toBeGreaterThan(first.paint);
  await page.goto(addressOf('08-faq', 'zh'));
  const next = await fontsAndPaint(page);
  expect(next.fonts).toBeLessThan(next.paint);
});

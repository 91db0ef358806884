/** A run always answers: workers that hang, pages that are hidden, left or renewed, runs side by side. */
import { chromium, type Locator, type Page, type Worker } from '@playwright/test';
import { chromiumArguments, findChromium } from '../../tools/chromium.ts';
import { notes } from '../../src/demos/run/notes.ts';
import { runText } from '../../src/demos/run/text.ts';
import { reload } from '../../src/loading.ts';
import { attribute, expect, numberOf, panel, test, untilState } from '../support.ts';

const lab = '/en/lab/seq2seq/?task=reversal&d=16&batch=4&backend=wasm&steps=100000';
const text = runText.en;

const press = (run: Locator, name: string): Promise<void> =>
  run.getByRole('button', { name, exact: true }).click();

const workerOf = (page: Page): Worker =>
  page.workers().find((one) => /\/_astro\/worker/.test(one.url()))!;

async function untilPast(run: Locator, step: number): Promise<void> {
  await expect.poll(() => numberOf(run, 'step'), { timeout: 60_000 }).toBeGreaterThan(step);
}

test('a worker in an endless loop is told of, and Reset ends it', async ({ page }) => {
  await page.goto(`${lab}&start=1`);
  const run = panel(page);
  await untilPast(run, 20);
  void workerOf(page)
    .evaluate(() => {
      for (;;);
    })
    .catch(() => {});
  await press(run, text.pause);
  await expect(run).toContainText(notes.en.pausing);
  await expect(run).toContainText(notes.en.silent(10), { timeout: 30_000 });
  await press(run, text.reset);
  await untilState(run, ['idle'], 20_000);
  await expect(run).not.toContainText(notes.en.silent(10));
  await press(run, text.train);
  await untilPast(run, 20);
});

test('a hidden page that drops its frames shows how far it is', async ({ page }) => {
  await page.goto(lab);
  const run = panel(page);
  await press(run, text.train);
  await untilPast(run, 0);
  await page.evaluate(() => {
    window.requestAnimationFrame = () => 0;
    Object.defineProperty(document, 'hidden', { get: () => true });
    Object.defineProperty(document, 'visibilityState', { get: () => 'hidden' });
    document.dispatchEvent(new Event('visibilitychange'));
  });
  const hidden = await numberOf(run, 'step');
  await untilPast(run, hidden + 100);
});

test.describe('a site that was renewed while the page stood open', () => {
  test.use({ tolerated: /status of 404|dynamically imported module/ });

  for (const part of ['RunPanel', 'client', 'worker']) {
    test(`offers to reload the page: ${part}`, async ({ page, context }) => {
      const gone = new RegExp(`/_astro/${part}[^/]*\\.js$`);
      await page.goto('/en/02-algorithms/');
      await context.route(gone, (route) => route.fulfill({ status: 404, body: '' }));
      const run = panel(page);
      await press(run, text.train);
      const figure = page.locator('figure.run-figure').first();
      await expect(figure.getByRole('alert')).toContainText('renewed', { timeout: 30_000 });
      await expect(figure.getByRole('alert')).toHaveCount(1);
      await context.unroute(gone);
      await Promise.all([page.waitForEvent('load'), press(figure, reload.en)]);
      await press(run, text.step);
      await untilState(run, ['paused'], 60_000);
    });
  }
});

test('a run that is come back to does not start over by itself', async ({ page }) => {
  await page.goto(`${lab}&start=1`);
  await untilPast(panel(page), 0);
  await page.goto('/en/08-faq/');
  await page.goBack();
  await expect(panel(page)).toContainText('You came back to this page');
  expect(await attribute(panel(page), 'state')).toBe('idle');
  await press(panel(page), text.train);
  await untilPast(panel(page), 0);
  await expect(panel(page)).not.toContainText('You came back to this page');
});

test('a run waits on a page that the browser puts aside, and goes on after it', async ({
  baseURL,
}) => {
  const browser = await chromium.launch({
    executablePath: findChromium(),
    args: [...chromiumArguments],
    ignoreDefaultArgs: ['--disable-back-forward-cache'],
  });
  try {
    const page = await browser.newPage({ baseURL });
    await page.goto(`${lab}&start=1`);
    await untilPast(panel(page), 20);
    await page.goto('/en/08-faq/');
    await page.goBack({ waitUntil: 'commit' });
    await expect(panel(page)).toContainText('Training was paused');
    await untilState(panel(page), ['paused'], 20_000);
    const step = await numberOf(panel(page), 'step');
    expect(step).toBeGreaterThan(20);
    await press(panel(page), text.resume);
    await untilPast(panel(page), step + 20);
  } finally {
    await browser.close();
  }
});

test('runs in two tabs both advance, and say that they share the processor', async ({
  page,
  context,
}) => {
  // Without threads: eight of them on two cores take turns for minutes.
  const alone = lab.replace('wasm', 'cpu');
  await page.goto(`${alone}&start=1`);
  await untilPast(panel(page), 0);
  await expect(panel(page)).not.toContainText(notes.en.othersTrain(1));
  const other = await context.newPage();
  await other.goto(`${alone}&start=1`);
  await untilPast(panel(other), 0);
  for (const one of [page, other]) {
    await expect(panel(one)).toContainText(notes.en.othersTrain(1));
    await untilPast(panel(one), await numberOf(panel(one), 'step'));
  }
  await other.close();
  await expect(panel(page)).not.toContainText(notes.en.othersTrain(1));
});

test('an exhibit whose worker is killed says so', async ({ page }) => {
  await page.goto('/en/lab/museum/?exhibit=no-shift');
  const exhibit = page.locator('[data-exhibit="no-shift"]');
  await press(exhibit, 'Run it');
  const state = exhibit.locator('[data-exhibit-state]');
  await expect(state).toHaveAttribute('data-exhibit-state', 'live', { timeout: 60_000 });
  await workerOf(page).evaluate(() => {
    // As one that dies before it can answer.
    self.postMessage = () => {};
    setTimeout(() => self.close(), 500);
  });
  await press(exhibit, 'Run it');
  await expect(exhibit).toContainText('ended', { timeout: 40_000 });
  await press(exhibit, 'Run it');
  await expect(state).toHaveAttribute('data-exhibit-state', 'live', { timeout: 60_000 });
});

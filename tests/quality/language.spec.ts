/**
 * The decoder-only Transformer, trained in the page on WASM from a link: held-out loss below the
 * bigram baseline, and quatrains that keep their form.
 */
import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { findTask } from '../../src/tasks/index.ts';
import { expect, numberOf, test, train } from '../support.ts';

const limit = 1_200_000;

/** The bigram baseline of a task, from the same files that the page loads. */
function bigramOf(taskId: string, changes: Record<string, string> = {}): number {
  const task = findTask(taskId);
  if (task?.kind !== 'text') throw new Error(`${taskId} is no language task.`);
  const assets = Object.fromEntries(
    task.assets.map((name) => [name, readFileSync(`public/data/${name}`, 'utf8')]),
  );
  return task.create(changes, { assets }).baselines.bigram;
}

const firstLines = [
  '白日依山尽，',
  '明月松间照，',
  '春风不相识，',
  '千里江山万里心，',
  '山中一夜春风起，',
];

/** Two couplets, four lines of one length of 5 or 7, with ，。 where they belong. */
const quatrain = /^(?:.{5}，.{5}。\n.{5}，.{5}。|.{7}，.{7}。\n.{7}，.{7}。)$/u;

/** The poems that the model began and ended itself: not the one given to it, nor the one cut off. */
const wholePoems = (text: string): string[] =>
  text
    .trim()
    .split(/\n{2,}/u)
    .slice(1, -1);

async function keepTheForm(page: Page): Promise<void> {
  // After 1,200 steps it depends on the seed: of five, three kept the form in 92 % or more, two in 60 %.
  const query =
    'task=tang&characters=1500&positions=rotary&dropout=0.1&steps=2400&backend=wasm&start=1';
  const run = await train(page, `/en/lab/transformer/?${query}`, limit);
  const [loss, bigram] = [
    await numberOf(run, 'held-out-loss'),
    bigramOf('tang', { characters: '1500' }),
  ];
  await run.getByLabel('Temperature').fill('0.5');
  const poems: string[] = [];
  for (const prompt of firstLines) {
    await run.getByLabel('Beginning').fill(prompt);
    await run.getByRole('button', { name: 'Generate' }).click();
    const written = run.locator('blockquote[aria-busy]');
    await expect(written).toHaveText(new RegExp(`^${prompt}`), { timeout: 60_000 });
    await expect(written).toHaveAttribute('aria-busy', 'false');
    poems.push((await written.textContent()) ?? '');
  }
  const whole = poems.flatMap(wholePoems);
  const kept = whole.filter((poem) => quatrain.test(poem));
  console.log(
    `quatrains: held-out loss ${loss}, bigram ${bigram}; ${kept.length} of ${whole.length} keep the form\n${poems.join('\n---\n')}`,
  );
  expect(loss).toBeLessThan(bigram);
  expect(whole.length).toBeGreaterThanOrEqual(5);
  expect(kept.length / whole.length).toBeGreaterThanOrEqual(0.8);
}

/** Twice as many steps as the other: by `LONG=1`. */
if (process.env['LONG'] === '1') {
  test('quatrains: below the bigram baseline, and the form is kept', ({ page }) =>
    keepTheForm(page));
}

test('Moby Dick: below the bigram baseline', async ({ page }) => {
  const run = await train(
    page,
    '/en/lab/transformer/?task=moby&steps=1000&backend=wasm&start=1',
    limit,
  );
  const [loss, bigram] = [await numberOf(run, 'held-out-loss'), bigramOf('moby')];
  console.log(`Moby Dick: held-out loss ${loss}, bigram ${bigram}`);
  expect(loss).toBeLessThan(bigram);
});

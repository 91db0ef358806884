/**
 * The decoder-only Transformer, trained in the page on WASM from a link: held-out loss below the
 * bigram baseline, and quatrains that keep their form.
 */
import { readFileSync } from 'node:fs';
import { findTask } from '../../src/tasks/index.ts';
import { expect, numberOf, test, train } from '../support.ts';

const limit = 1_200_000;

/** The bigram baseline of a task, from the same files that the page loads. */
function bigramOf(taskId: string, changes: Record<string, string> = {}): number {
  const task = findTask(taskId);
  if (task?.kind !== 'language') throw new Error(`${taskId} is no language task.`);
  const defaults = Object.fromEntries(task.parameters.map((spec) => [spec.name, spec.default]));
  const assets = Object.fromEntries(
    task.assets.map((name) => [name, readFileSync(`public/data/${name}`, 'utf8')]),
  );
  return task.create({ ...defaults, ...changes }, { assets }).baselines.bigram;
}

const firstLines = [
  '白日依山尽，',
  '明月松间照，',
  '春风不相识，',
  '千里江山万里心，',
  '山中一夜春风起，',
];

/** Whether two couplets, four lines of one length of 5 or 7, carry ，。 where they belong. */
const quatrain =
  /^\s*(?:(?:[^\s，。]{5}，[^\s，。]{5}。\s){2}|(?:[^\s，。]{7}，[^\s，。]{7}。\s){2})/u;

test('quatrains: below the bigram baseline, and the form is kept', async ({ page }) => {
  const query =
    'task=tang&characters=1500&positions=rotary&dropout=0.1&steps=1200&backend=wasm&start=1';
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
  const kept = poems.filter((poem) => quatrain.test(poem)).length;
  console.log(
    `quatrains: held-out loss ${loss}, bigram ${bigram}; ${kept} of 5 keep the form\n${poems.join('\n---\n')}`,
  );
  expect(loss).toBeLessThan(bigram);
  expect(kept).toBeGreaterThanOrEqual(4);
});

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

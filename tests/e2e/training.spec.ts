/** Training in the page: the smallest run of all, its causality, and the buttons of a panel. */
import { attribute, expect, numberOf, panel, test, untilState } from '../support.ts';

for (const [address, train, finishedText] of [
  ['/', '训练', '我爱北京天安门'],
  ['/en/', 'Train', 'I␣learn'],
] as const) {
  test(`the first visitor of ${address} trains a model and proves that it is causal`, async ({
    page,
  }) => {
    await page.goto(address);
    const run = panel(page);
    await run.getByRole('button', { name: train, exact: true }).click();
    await untilState(run, ['finished'], 60_000);
    expect(await numberOf(run, 'loss')).toBeLessThan(0.2);
    await expect(run).toContainText(finishedText);
    await expect(run).toContainText(/\d (万|亿|万亿)年|\d (million |billion |trillion )?years/);
    await expect(run).not.toContainText(/(用时|in) 0:00|留出集|held.out/i);
    await run.getByRole('button', { name: /换掉|改掉|change/i }).click();
    await expect(run).toContainText(/(^|[^.\d])0([^.\d]|$)/);
  });
}

test('pause, step, resume and reset do what they say', async ({ page }) => {
  await page.goto('/en/lab/seq2seq/?task=reversal&d=16&batch=4&backend=wasm&steps=100000');
  const run = panel(page);
  const press = (name: string) => run.getByRole('button', { name, exact: true }).click();
  await press('Step');
  await untilState(run, ['paused'], 60_000);
  expect(await numberOf(run, 'step')).toBe(1);
  const first = await attribute(run, 'loss');
  await press('Resume');
  await untilState(run, ['running'], 10_000);
  await expect.poll(() => numberOf(run, 'step'), { timeout: 30_000 }).toBeGreaterThan(60);
  // The page listens for errors: while it trains, pictures give way to tables and come back.
  const region = page.getByRole('region', { name: /^Training panel/ });
  await expect(region.getByRole('heading', { name: 'Attention' })).toBeVisible();
  for (const name of ['Table view', 'Curve view', 'Table view']) {
    const wanted = name === 'Curve view' ? /Curve view|Picture view/ : name;
    const toggles = region.getByRole('button', { name: wanted });
    await toggles.first().click();
    await toggles.first().click();
    const before = await numberOf(run, 'step');
    await expect.poll(() => numberOf(run, 'step')).toBeGreaterThan(before);
  }
  await expect(region.getByRole('table', { name: 'Loss by step' })).toBeVisible();
  await expect(region.getByRole('table', { name: /Attention weights/ })).toBeVisible();
  await press('Pause');
  await untilState(run, ['paused'], 10_000);
  const paused = await numberOf(run, 'step');
  expect(await numberOf(run, 'accuracy')).toBeGreaterThanOrEqual(0);
  expect(await numberOf(run, 'tokens-per-second')).toBeGreaterThan(0);
  await press('Step');
  await expect.poll(() => numberOf(run, 'step')).toBe(paused + 1);
  await press('Reset');
  await untilState(run, ['idle'], 10_000);
  await press('Step');
  await untilState(run, ['paused'], 10_000);
  expect(await attribute(run, 'loss')).toBe(first);
  await region.getByText('WASM ·').click();
  await region.getByRole('switch', { name: /Exactly these lines/ }).check();
  await expect(page).toHaveURL(/backend=cpu/);
  await expect(region).toContainText('press Reset, then Train, to apply it');
});

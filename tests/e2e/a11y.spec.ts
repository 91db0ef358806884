/** axe finds nothing serious or critical in what a reader has opened: panels in use, the search, the menu. */
import type { Page } from '@playwright/test';
import { languages, type Language } from '../../src/language.ts';
import { runText } from '../../src/demos/run/text.ts';
import { addressOf, expect, panel, test, untilState } from '../support.ts';
import { expectNoFindings, thinOut } from './axe.ts';

const atWork = [
  ['lab/seq2seq', 'model=lstm-seq2seq&task=reversal'],
  ['lab/transformer', 'task=names&context=16&heads=2'],
] as const;

/** A laboratory with every setting shown, after one step of training. */
async function usePanel(page: Page, address: string, language: Language): Promise<void> {
  const text = runText[language];
  await page.goto(`${address}&backend=wasm&steps=50&batch=4&d=16`);
  const run = panel(page);
  await run.getByText(text.more, { exact: true }).click();
  await expect(run.getByRole('group', { name: text.groups.stop })).toBeVisible();
  await run.getByRole('button', { name: text.step, exact: true }).click();
  await untilState(run, ['paused'], 60_000);
  await expect(run.getByText(text.attention, { exact: true }).last()).toBeVisible();
}

for (const language of languages) {
  for (const [slug, query] of atWork) {
    test(`axe: the panel at work, ${addressOf(slug, language)}`, async ({ page }) => {
      await usePanel(page, `${addressOf(slug, language)}?${query}`, language);
      await expectNoFindings(page, 'panel');
    });
  }

  test(`axe: a panel that complains, ${language}`, async ({ page }) => {
    await page.goto(`${addressOf('lab/transformer', language)}?task=own-text&heads=7&nonsense=1`);
    await expect(panel(page).getByRole('alert').first()).toBeVisible();
    await expect(panel(page).locator('textarea')).toBeVisible();
    await expectNoFindings(page, 'problems');
  });

  test(`axe: the open search, ${language}`, async ({ page }) => {
    await page.goto(addressOf('index', language));
    // The dialog's script comes after the first paint.
    await expect(page.getByRole('button', { name: /Ctrl K/ })).toBeEnabled();
    await page.keyboard.press('Control+k');
    await page.getByRole('dialog').getByRole('searchbox').fill('LSTM');
    await expect(page.getByRole('dialog').getByRole('link').first()).toBeVisible();
    await expectNoFindings(page, 'search');
  });

  test(`axe: the menu on a phone, ${language}`, async ({ page }) => {
    await page.setViewportSize({ width: 360, height: 800 });
    await page.goto(addressOf('index', language));
    await thinOut(page);
    await expectNoFindings(page, 'phone');
    await page.locator('button[popovertarget="starlight__sidebar"]').click();
    await expect(page.locator('ol.pages a').first()).toBeVisible();
    await expectNoFindings(page, 'menu');
  });
}

test('a box out of view is a tab stop until it is laid out again, as a late font may widen it', async ({
  page,
}) => {
  let letGo = (): void => {};
  const held = new Promise<void>((resolve) => (letGo = resolve));
  await page.route(/handbook-mono/, async (route) => {
    await held;
    await route.continue();
  });
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.goto(addressOf('03-mathematics', 'zh'));
  const box = page.locator('pre').first();
  const scrolls = (): Promise<boolean> =>
    box.evaluate((one) => one.scrollWidth > one.clientWidth + 1);
  const leave = (): Promise<void> =>
    page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight));
  for (let visits = 0; visits < 2; visits++) {
    await box.scrollIntoViewIfNeeded();
    await expect(box).not.toHaveAttribute('tabindex');
    expect(await scrolls()).toBe(false);
    await leave();
    await expect(box).toHaveAttribute('tabindex', '0');
  }
  letGo();
  await expect.poll(scrolls).toBe(true);
  await box.scrollIntoViewIfNeeded();
  await expect(box).toBeInViewport();
  await expect(box).toHaveAttribute('tabindex', '0');
});

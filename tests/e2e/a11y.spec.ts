/** axe finds nothing serious or critical: every page, both themes, both languages, and panels in use. */
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { languages, type Language } from '../../src/language.ts';
import { runText } from '../../src/demos/run/text.ts';
import { addressesIn, addressOf, expect, panel, test, untilState } from '../support.ts';

const themes = ['light', 'dark'] as const;
type Theme = (typeof themes)[number];

/** The rules whose outcome depends on colours; the others are the same in either theme. */
const colourRules = ['color-contrast', 'link-in-text-block'];

/** One line for each serious or critical finding. */
async function findings(page: Page, rules: readonly string[]): Promise<string[]> {
  // No page has frames, so axe need not open a page of its own to gather them.
  const axe = new AxeBuilder({ page }).setLegacyMode();
  const { violations } = await (rules.length > 0 ? axe.withRules([...rules]) : axe).analyze();
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) =>
      nodes.map(({ html, any, all, none }) => {
        const why = [...any, ...all, ...none].map(({ message }) => message).join(' ');
        return `${id}: ${html.slice(0, 160)} – ${why.slice(0, 240)}`;
      }),
    );
}

async function setTheme(page: Page, theme: Theme): Promise<void> {
  await page.evaluate((wanted) => {
    document.documentElement.dataset['theme'] = wanted;
  }, theme);
  // Colours that fade over would be measured half-way.
  await page.evaluate(() =>
    Promise.allSettled(document.getAnimations().map((animation) => animation.finished)),
  );
}

/**
 * Thins out what a chapter repeats thousands of times and axe would look at again and again: of the
 * formulas, all made in the same way, the first ten stay; of the words of code, one in each colour.
 */
const thinOut = (page: Page): Promise<void> =>
  page.evaluate(() => {
    for (const formula of [...document.querySelectorAll('.katex')].slice(10)) {
      const box = document.createElement('span');
      const { width, height } = formula.getBoundingClientRect();
      box.style.cssText = `display: inline-block; width: ${width}px; height: ${height}px`;
      formula.replaceWith(box);
    }
    const seen = new Set<string>();
    for (const word of document.querySelectorAll('.ec-line .code span[style]')) {
      const colours = word.getAttribute('style') ?? '';
      if (seen.has(colours)) word.replaceWith(word.textContent);
      seen.add(colours);
    }
  });

async function expectNoFindings(page: Page, what: string): Promise<void> {
  for (const theme of themes) {
    await setTheme(page, theme);
    const rules = theme === 'light' ? [] : colourRules;
    expect.soft(await findings(page, rules), `${what}, ${theme}`).toEqual([]);
  }
}

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
  for (const address of addressesIn(language)) {
    test(`axe: ${address}`, async ({ page }) => {
      await page.goto(address);
      await thinOut(page);
      await expectNoFindings(page, address);
    });
  }

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

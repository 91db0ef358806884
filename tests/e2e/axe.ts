/** What axe finds on a page, in both themes. */
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect } from '../support.ts';

/** The rules whose outcome depends on colours; the others are the same in either theme. */
const colourRules = ['color-contrast', 'link-in-text-block'];

/** One line for each serious or critical finding. */
async function findings(
  page: Page,
  rules: readonly string[],
  within: string | undefined,
): Promise<string[]> {
  // No page has frames, so axe need not open a page of its own to gather them; nor describe what passed.
  const axe = new AxeBuilder({ page }).setLegacyMode().options({ resultTypes: ['violations'] });
  if (within !== undefined) axe.include(within);
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

async function setTheme(page: Page, theme: 'light' | 'dark'): Promise<void> {
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
 * formulas made in the same way, the first ten stay; of the words of code, one in each colour.
 */
export const thinOut = (page: Page): Promise<void> =>
  page.evaluate(() => {
    const alike = document.querySelectorAll('.katex:not(.linked-formula *)');
    const boxes = [...alike].slice(10).map((formula) => {
      const { width, height } = formula.getBoundingClientRect();
      return { formula, width, height };
    });
    for (const { formula, width, height } of boxes) {
      const box = document.createElement('span');
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

/** Axe lays out what is out of view, which asks for fonts; these come before it looks, and so do the tab stops. */
const settled = (page: Page): Promise<void> =>
  page.evaluate(async () => {
    for (const box of document.querySelectorAll('pre')) box.getBoundingClientRect();
    for (let frames = 0; frames < 2; frames++) {
      await new Promise((resolve) => requestAnimationFrame(resolve));
      await document.fonts.ready;
    }
  });

/** All rules in the light theme, those of colours in the dark one. @param within a part of the page */
export async function expectNoFindings(page: Page, what: string, within?: string): Promise<void> {
  await settled(page);
  await setTheme(page, 'light');
  expect.soft(await findings(page, [], within), `${what}, light`).toEqual([]);
  await setTheme(page, 'dark');
  expect.soft(await findings(page, colourRules, within), `${what}, dark`).toEqual([]);
}

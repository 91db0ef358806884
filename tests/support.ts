/** What every end-to-end test needs: a page that must stay quiet, and how to drive a run panel. */
import { expect, test as base, type Locator, type Page } from '@playwright/test';
import type { Language } from '../src/language.ts';
import { pages } from '../src/site/chapters.ts';
import { localePath } from '../src/site/locale.ts';

interface Options {
  /** The only console errors that a test may cause, such as those of a request it fails itself. */
  tolerated: RegExp | null;
}

/** Fails any test during which the page logged an error or threw one. */
export const test = base.extend<Options & { quiet: null }>({
  tolerated: [null, { option: true }],
  quiet: [
    async ({ page, tolerated }, use) => {
      const errors: string[] = [];
      page.on('console', (message) => {
        if (message.type() === 'error') errors.push(message.text());
      });
      page.on('pageerror', (error) => errors.push(error.message));
      await use(null);
      expect(errors.filter((error) => tolerated?.test(error) !== true)).toEqual([]);
    },
    { auto: true },
  ],
});
export { expect };

/** The address of a page in a language, from its slug in `src/site/chapters.ts`. */
export const addressOf = (slug: string, language: Language): string =>
  localePath(slug === 'index' ? '/' : `/${slug}/`, language);

/** The addresses of all pages in reading order. */
export const addressesIn = (language: Language): string[] =>
  pages.map(({ slug }) => addressOf(slug, language));

export const panel = (page: Page): Locator => page.locator('[data-run]').first();

export async function attribute(run: Locator, name: string): Promise<string> {
  return (await run.getAttribute(`data-run-${name}`)) ?? '';
}

export async function numberOf(run: Locator, name: string): Promise<number> {
  const text = await attribute(run, name);
  expect(text, `data-run-${name}`).not.toBe('');
  return Number(text);
}

/** Waits until the panel is in one of the states; a failure ends the wait with its message. */
export async function untilState(run: Locator, states: string[], timeout: number): Promise<void> {
  await expect
    .poll(
      async () => {
        const state = await attribute(run, 'state');
        if (state === 'failed' && !states.includes('failed')) {
          const alerts = await run.getByRole('alert').allTextContents();
          throw new Error(`The run failed: ${alerts.join(' ')}`);
        }
        return states.includes(state);
      },
      { timeout, intervals: [250] },
    )
    .toBe(true);
}

/** Opens a laboratory by link, trains to the end and gives back the panel. */
export async function train(page: Page, address: string, timeout: number): Promise<Locator> {
  await page.goto(address);
  const run = panel(page);
  await untilState(run, ['finished'], timeout);
  return run;
}

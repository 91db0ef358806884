/** Driving a run panel from a test, by the attributes that the panel promises. */
import { expect, test as base, type Locator, type Page } from '@playwright/test';

/** Fails any test during which the page logged an error or threw one. */
export const test = base.extend<{ quiet: null }>({
  quiet: [
    async ({ page }, use) => {
      const errors: string[] = [];
      page.on('console', (message) => {
        if (message.type() === 'error') errors.push(message.text());
      });
      page.on('pageerror', (error) => errors.push(error.message));
      await use(null);
      expect(errors).toEqual([]);
    },
    { auto: true },
  ],
});
export { expect };

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

/** The dialog of the search on the built site: what it answers, and what it does when things go wrong. */
import type { Page } from '@playwright/test';
import { expect, test } from '../support.ts';

async function open(page: Page, address: string): Promise<void> {
  await page.goto(address);
  await expect(page.locator('site-search button.open')).toBeEnabled();
  await page.keyboard.press('Control+k');
}

test('a word of the other language, a word only there, and a mistyped one are answered', async ({
  page,
}) => {
  await open(page, '/en/about/');
  const field = page.getByRole('searchbox');
  const status = page.locator('site-search .status');
  const first = page.locator('site-search li a').first();
  await field.fill('困惑度');
  await expect(status).toContainText('“困惑度” is called “perplexity” here.');
  await expect(first).toHaveAttribute('href', '/en/glossary/#perplexity');
  await expect(first).toContainText('perplexity Glossary');
  await field.fill('占位');
  await expect(status).toContainText('These Chinese pages do.');
  await expect(page.locator('site-search .results')).toHaveAttribute('lang', 'zh-CN');
  await field.fill('overfiting');
  await expect(status).toContainText('These are for “overfitting”.');
  await expect(first).toHaveAttribute('href', '/en/glossary/#overfitting');
  await expect(page.locator('site-search .results')).toHaveAttribute('lang', 'en');
});

test('an older question that is answered later does not replace a newer one', async ({ page }) => {
  let release: () => void = () => undefined;
  const held = new Promise<void>((resolve) => (release = resolve));
  await page.route('**/search/en.json', async (route) => {
    await held;
    await route.continue();
  });
  await open(page, '/about/');
  const field = page.getByRole('searchbox');
  const first = page.locator('site-search li a').first();
  // Only English pages have this, so its answer has to wait.
  await field.fill('trustworthiness of nothing in particular');
  await field.fill('因果掩码');
  await expect(first).toHaveAttribute('href', '/glossary/#causal-mask');
  const answered = page.waitForResponse('**/search/en.json');
  release();
  await (await answered).finished();
  await page.evaluate(() => new Promise((resolve) => setTimeout(resolve)));
  await expect(first).toHaveAttribute('href', '/glossary/#causal-mask');
});

test.describe('without the index', () => {
  test.use({ tolerated: /Failed to load resource|ERR_/ });

  test('a failed load says so and is tried again; offline is called offline', async ({ page }) => {
    await page.route('**/search/*.json', (route) => route.abort());
    await open(page, '/about/');
    const status = page.locator('site-search .status');
    const again = page.getByRole('button', { name: '再试一次' });
    await expect(status).toContainText('搜索没能装载');
    await expect(again).toBeVisible();
    await page.unroute('**/search/*.json');
    await page.context().setOffline(true);
    await again.click();
    await expect(status).toContainText('没有网络');
    await page.getByRole('searchbox').fill('掩码');
    await page.context().setOffline(false);
    await expect(page.locator('site-search li').first()).toBeVisible();
    await expect(again).toBeHidden();
  });
});

test('Escape in the empty field closes the dialog where the browser does not', async ({ page }) => {
  await open(page, '/about/');
  const dialog = page.getByRole('dialog');
  await expect(dialog).toBeVisible();
  // WebKit sends the key to the field and closes nothing; a made-up event does the same in Chromium.
  await page
    .getByRole('searchbox')
    .evaluate((field) =>
      field.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true })),
    );
  await expect(dialog).toBeHidden();
});

/** A formula and the figure beside it: what is pointed at in one shows in the other, by pointer and by keys. */
import type { Page } from '@playwright/test';
import { languages } from '../../src/language.ts';
import { addressOf, expect, test } from '../support.ts';

const figure = (page: Page) => page.locator('demo-island[data-demo="softmax"]');
const symbol = (page: Page, name: string) =>
  page.locator(`.linked-formula [role="button"][data-sym="${name}"]`);
const slot = (page: Page, name: string) =>
  page.locator(`.linked-formula .katex-html [data-num="${name}"]`);
const heat = (page: Page) => figure(page).getByRole('slider').first();
const firstScore = (page: Page) => figure(page).getByRole('slider').nth(1);

for (const language of languages) {
  const chapter = addressOf('03-mathematics', language);

  test(`symbols light up in the figure, and its numbers stand in the formula, ${language}`, async ({
    page,
  }) => {
    await page.goto(chapter);
    // The page moves under the pointer when its fonts come.
    await expect(async () => {
      await symbol(page, 'T').hover();
      await expect(figure(page).locator('[data-marked] label')).toBeVisible({ timeout: 1000 });
      await expect(slot(page, 'T')).toHaveClass(/marked/, { timeout: 100 });
    }).toPass();

    await page.mouse.move(0, 0); // where nothing is pointed at, however the page scrolls
    await symbol(page, 'z').focus();
    await page.keyboard.press('Enter');
    await expect(symbol(page, 'z')).toHaveAttribute('aria-pressed', 'true');
    await heat(page).focus();
    await page.keyboard.press('End');
    await expect(slot(page, 'T')).toHaveText('20.00');
    // (2 − 2)/20 leaves 1 above the line.
    const sum = Number(await slot(page, 'sum').textContent());
    await expect(slot(page, 'p')).toHaveText((1 / sum).toFixed(3));
    await symbol(page, 'z').focus();
    await page.keyboard.press('Escape');
    await expect(symbol(page, 'z')).toHaveAttribute('aria-pressed', 'false');

    await firstScore(page).focus();
    await page.keyboard.press('ArrowRight');
    await expect(slot(page, 'z')).toHaveText('2.1');
    await expect(symbol(page, 'z')).toHaveClass(/marked/);
    expect(new URL(page.url()).search).toBe('?run=3.4&T=20&z1=2.1');
    await page.reload();
    await expect(slot(page, 'z')).toHaveText('2.1');
    await figure(page).getByRole('button').first().click();
    await expect(slot(page, 'T')).toHaveText('1.00');
    expect(new URL(page.url()).search).toBe('?run=3.4');
  });
}

test('a link may lock what its readers are not to change, and says what it got wrong', async ({
  page,
}) => {
  await page.goto(`${addressOf('03-mathematics', 'en')}?run=3.4&T=0,5&z2=99&lock=T`);
  await expect(heat(page)).toBeDisabled();
  await expect(slot(page, 'T')).toHaveText('0.50');
  await expect(firstScore(page)).toBeEnabled();
  await expect(figure(page).getByRole('alert')).toContainText('z2');
  await figure(page).getByRole('button').first().click();
  await expect(slot(page, 'T')).toHaveText('0.50');
});

test('every place of a symbol answers, numbers have room, and the shares are printed', async ({
  page,
}) => {
  await page.goto(`${addressOf('03-mathematics', 'zh')}?run=3.4&z1=-1&z2=-5&z3=-5&z4=-5&T=20`);
  await expect(slot(page, 'm')).toHaveText('(−1.0)');
  for (const text of await page.locator('.linked-formula .slot').all()) {
    const [inner, outer] = await text.evaluate((element) => {
      const range = document.createRange();
      range.selectNodeContents(element);
      return [range.getBoundingClientRect().width, element.getBoundingClientRect().width];
    });
    expect(inner).toBeLessThanOrEqual(outer! + 0.5);
  }
  await expect(async () => {
    await symbol(page, 'sum').hover();
    await expect(symbol(page, 'sum')).toHaveClass(/marked/, { timeout: 500 });
  }).toPass();
  await page.emulateMedia({ media: 'print' });
  for (const share of await figure(page).locator('.probability').all()) {
    await expect(share).toContainText('%');
    await expect(share).toBeVisible();
  }
});

test.describe('on a phone', () => {
  test.use({ hasTouch: true, isMobile: true, viewport: { width: 360, height: 740 } });

  test('a swipe over a slider scrolls the page and changes nothing', async ({ page }) => {
    await page.goto(`${addressOf('03-mathematics', 'zh')}?run=3.4&T=2#figure-3-4`);
    await expect(slot(page, 'T')).toHaveText('2.00');
    await heat(page).scrollIntoViewIfNeeded();
    const box = (await heat(page).boundingBox())!;
    const [x, y] = [box.x + 4, box.y + box.height / 2];
    const before = await page.evaluate(() => scrollY);
    const session = await page.context().newCDPSession(page);
    const touch = (type: 'touchStart' | 'touchMove', at: number): Promise<unknown> =>
      session.send('Input.dispatchTouchEvent', { type, touchPoints: [{ x, y: at }] });
    await touch('touchStart', y);
    for (let way = 10; way <= 250; way += 10) await touch('touchMove', y - way);
    await session.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
    expect(await page.evaluate(() => scrollY)).toBeGreaterThan(before + 100);
    await expect(slot(page, 'T')).toHaveText('2.00');
    expect(new URL(page.url()).searchParams.get('T')).toBe('2');
  });
});

/** What surrounds the text: notes on terms, the 404 page, paper. */
import { languages } from '../../src/language.ts';
import { pages } from '../../src/site/chapters.ts';
import { addressOf, expect, test } from '../support.ts';

test.describe('a glossary term', () => {
  for (const language of languages) {
    test(`says what it means to keyboard and pointer, in ${language}`, async ({ page }) => {
      await page.goto(addressOf('03-mathematics', language));
      const term = page.locator('a.term[href$="#token"]').first();
      await term.scrollIntoViewIfNeeded();
      const note = page.locator('.term-note');

      await term.focus();
      await expect(note).toBeVisible();
      await expect(note).toContainText(language === 'zh' ? '最小单位' : 'smallest unit');
      await page.keyboard.press('Escape');
      await expect(note).toBeHidden();

      await term.blur();
      await term.hover();
      await expect(note).toBeVisible();
      await note.hover();
      await expect(note).toBeVisible();
      await page.mouse.move(0, 0);
      await expect(note).toBeHidden();
    });
  }

  test('opens its note at a tap and leads to the glossary from there', async ({ browser }) => {
    const context = await browser.newContext({
      hasTouch: true,
      viewport: { width: 360, height: 780 },
    });
    const page = await context.newPage();
    await page.goto(addressOf('03-mathematics', 'zh'));
    const term = page.locator('a.term[href$="#token"]').first();
    await term.scrollIntoViewIfNeeded();
    await term.tap();
    expect(new URL(page.url()).pathname).toBe('/03-mathematics/');
    const note = page.locator('.term-note');
    await expect(note).toBeInViewport({ ratio: 1 });
    await note.getByRole('link').tap();
    await expect(page).toHaveURL(/\/glossary\/#token$/);
    await expect(page.locator('#token')).toBeInViewport();
    await context.close();
  });

  test('is a plain link without JavaScript', async ({ browser }) => {
    const context = await browser.newContext({ javaScriptEnabled: false });
    const page = await context.newPage();
    await page.goto(addressOf('03-mathematics', 'en'));
    await page.locator('a.term[href$="#token"]').first().click();
    await expect(page).toHaveURL(/\/en\/glossary\/#token$/);
    await context.close();
  });
});

test.describe('an address that does not exist', () => {
  test.use({ tolerated: /404/ });

  for (const [address, wanted, lang] of [
    ['/02-algorithm/', '/02-algorithms/', 'zh-CN'],
    ['/en/mathematic/', '/en/03-mathematics/', 'en'],
  ] as const) {
    test(`${address} suggests ${wanted}`, async ({ page }) => {
      const answer = await page.goto(address);
      expect(answer?.status()).toBe(404);
      const section = page.locator(`not-found section[lang="${lang}"]`);
      await expect(section.locator('.meant a')).toHaveAttribute('href', new RegExp(`${wanted}$`));
      expect(await section.locator('li a').count()).toBe(pages.length);
      await expect(page.locator('not-found section').filter({ visible: true })).toHaveCount(1);
      await expect(section).toBeVisible();
      await expect(page.locator('html')).toHaveAttribute('lang', lang);
      await expect(page.locator('h1')).toHaveText(
        lang === 'en' ? 'This page does not exist' : '找不到这一页',
      );
    });
  }
});

test('a host that knows one 404 page still answers in the language of the address', async ({
  page,
  request,
}) => {
  const body = await (await request.get('/404.html')).text();
  await page.route('**/en/nowhere/', (route) =>
    route.fulfill({ body, contentType: 'text/html; charset=utf-8' }),
  );
  await page.goto('/en/nowhere/');
  await expect(page.locator('h1')).toHaveText('This page does not exist');
  await expect(page.locator('h1')).toHaveAttribute('lang', 'en');
  await expect(page.locator('not-found section').filter({ visible: true })).toHaveCount(1);
});

test('on paper links have addresses and nothing of the site’s frame is left', async ({ page }) => {
  await page.goto('/05-applications/');
  await page.emulateMedia({ media: 'print' });
  await expect(page.locator('.print-notes li').first()).toBeVisible();
  await expect(page.locator('.print-note').first()).toBeVisible();
  for (const part of [
    'nav.sidebar',
    'site-search',
    '.right-sidebar-container',
    '.references-files',
  ]) {
    await expect(page.locator(part).first(), part).toBeHidden();
  }
  await page.emulateMedia({ media: 'screen' });
  await expect(page.locator('.print-notes')).toBeHidden();
});

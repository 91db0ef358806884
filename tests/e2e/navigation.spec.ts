/** Finding one's way: languages, search, themes, the keyboard, no JavaScript, wrong addresses. */
import type { Page } from '@playwright/test';
import { languages, type Language } from '../../src/language.ts';
import { runText } from '../../src/demos/run/text.ts';
import { addressOf, attribute, expect, panel, test } from '../support.ts';

const pathOf = (page: Page): string => new URL(page.url()).pathname;

const names = {
  zh: { search: '搜索', field: '搜索手册', term: '注意力', other: 'English' },
  en: { search: 'Search', field: 'Search the handbook', term: 'attention', other: '中文' },
} satisfies Record<Language, Record<string, string>>;

async function expectDiagramsDrawn(page: Page): Promise<void> {
  for (const diagram of await page.locator('figure.diagram').all()) {
    await expect(diagram.locator('svg').first()).toBeVisible();
    const words = diagram.locator('text, foreignObject').filter({ hasText: /\S/ });
    await expect(words.first()).toBeVisible();
  }
}

for (const language of languages) {
  const other: Language = language === 'zh' ? 'en' : 'zh';
  const words = names[language];

  test(`${language}: the language switch keeps the page, the section and the query`, async ({
    page,
  }) => {
    await page.goto(`${addressOf('03-mathematics', language)}?seed=7`);
    const ids = await page
      .locator('.sl-markdown-content h2[id]')
      .evaluateAll((all) => all.map(({ id }) => id));
    const id = ids[2] ?? '';
    await page.evaluate((wanted) => {
      document.getElementById(wanted)?.scrollIntoView();
    }, id);
    await page.getByRole('link', { name: words.other, exact: true }).first().click();
    await expect(page).toHaveURL(
      new RegExp(`${addressOf('03-mathematics', other)}\\?seed=7#${id}$`),
    );
    await expect(page.locator(`h2#${id}`)).toBeInViewport();
    await expect(page.locator('html')).toHaveAttribute('lang', other === 'zh' ? 'zh-CN' : 'en');
  });

  test(`${language}: the search finds a term and leads to its section`, async ({ page }) => {
    await page.goto(addressOf('index', language));
    await page.getByRole('button', { name: words.search }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('searchbox', { name: words.field }).fill(words.term);
    const results = dialog.getByRole('listitem');
    await expect(results.first()).toBeVisible();
    await expect(results.first()).toContainText(new RegExp(words.term, 'i'));
    await expect(results.locator('mark').first()).toHaveText(/\S/);
    const links = await results
      .getByRole('link')
      .evaluateAll((all) => all.map((link) => link.getAttribute('href') ?? ''));
    for (const link of links) expect(link.startsWith('/en/')).toBe(language === 'en');
    await results.getByRole('link').first().click();
    await expect(page.locator('main')).toContainText(new RegExp(words.term, 'i'));

    await page.goto(addressOf('teach', language));
    await expect(page.getByRole('button', { name: words.search })).toBeEnabled();
    await page.keyboard.press('Control+k');
    await dialog.getByRole('searchbox').fill('ъъъъ');
    await expect(dialog.getByRole('status')).toHaveText(/\S/);
    await expect(results).toHaveCount(0);
    // The browser takes the first to empty the field.
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    await expect(dialog).toBeHidden();
  });

  test(`${language}: reaching and pressing Train by keyboard alone`, async ({ page }) => {
    const text = runText[language];
    await page.goto(addressOf('index', language));
    await page.keyboard.press('Tab');
    await expect(page.locator('a[href="#_top"]').first()).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(page).toHaveURL(/#_top$/);
    // From the title on, Train is a few stops away.
    const train = panel(page).getByRole('button', { name: text.train, exact: true });
    for (let stop = 0; stop < 12; stop++) {
      await page.keyboard.press('Tab');
      if (await train.evaluate((button) => button === document.activeElement)) break;
    }
    await expect(train).toBeFocused();
    await page.keyboard.press('Enter');
    await expect.poll(() => attribute(panel(page), 'state')).not.toBe('idle');
    const pause = panel(page).getByRole('button', { name: text.pause, exact: true });
    await expect(pause.or(train)).toBeFocused({ timeout: 60_000 });
    await expect
      .poll(async () => Number(await attribute(panel(page), 'step')), { timeout: 60_000 })
      .toBeGreaterThan(0);
  });

  test(`${language}: without JavaScript the page reads well and says what is missing`, async ({
    browser,
    baseURL,
  }) => {
    const context = await browser.newContext({ baseURL, javaScriptEnabled: false });
    const page = await context.newPage();
    for (const slug of ['index', '02-algorithms', 'lab/seq2seq']) {
      await page.goto(addressOf(slug, language));
      await expect(page.locator('h1')).toBeVisible();
      expect((await page.locator('main').innerText()).length).toBeGreaterThan(300);
      const figure = page.locator('figure.run-figure').first();
      await expect(figure.locator('noscript p')).toBeVisible();
      await expect(figure.locator('noscript p')).toContainText('JavaScript');
      await expect(figure.locator('figcaption')).toBeVisible();
      // Nothing that looks as if it could be pressed.
      await expect(page.locator('figure.run-figure button:visible')).toHaveCount(0);
      await expectDiagramsDrawn(page);
    }
    await page.goto(addressOf('03-mathematics', language));
    await expect(page.locator('.katex-display').first()).toBeVisible();
    await expectDiagramsDrawn(page);
    await page.locator('footer a[rel=next]').click();
    expect(pathOf(page)).toBe(addressOf('04-project', language));
    await context.close();
  });
}

for (const slug of ['02-algorithms', '03-mathematics', '04-project', '08-faq'] as const) {
  test(`${slug}: a link to a section lands on its heading, and the contents say so`, async ({
    page,
    context,
  }) => {
    await page.goto(addressOf(slug, 'en'));
    const ids = await page
      .locator('.sl-markdown-content :is(h2, h3)[id]')
      .evaluateAll((all) => all.map(({ id }) => id));
    const wanted = [0.2, 0.5, 0.8, 0.95].map((at) => ids[Math.floor(at * ids.length)]!);
    for (const id of wanted) {
      const visitor = await context.newPage();
      await visitor.goto(`${addressOf(slug, 'en')}#${id}`);
      const top = () =>
        visitor.locator(`[id="${id}"]`).evaluate((one) => one.getBoundingClientRect().top);
      await expect.poll(top).toBeGreaterThan(40);
      await expect.poll(top).toBeLessThan(200);
      await expect(visitor.locator('starlight-toc a[aria-current="true"]')).toHaveAttribute(
        'href',
        `#${id}`,
      );
      await visitor.close();
    }
  });
}

test('the theme follows the system, can be chosen, and stays chosen', async ({ page }) => {
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.goto(addressOf('01-concepts', 'en'));
  const root = page.locator('html');
  const paper = (): Promise<string> =>
    page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  await expect(root).toHaveAttribute('data-theme', 'dark');
  const dark = await paper();
  const select = page.locator('starlight-theme-select select').first();
  await select.selectOption('light');
  await expect(root).toHaveAttribute('data-theme', 'light');
  expect(await paper()).not.toBe(dark);
  await page.goto(addressOf('index', 'zh'));
  await expect(root).toHaveAttribute('data-theme', 'light');
});

test('without storage the theme follows the system and can be chosen for the page', async ({
  page,
}) => {
  await page.addInitScript(() => {
    Object.defineProperty(window, 'localStorage', {
      configurable: true,
      get: () => {
        throw new DOMException('The operation is insecure.', 'SecurityError');
      },
    });
  });
  await page.emulateMedia({ colorScheme: 'light' });
  await page.goto(addressOf('about', 'en'));
  const root = page.locator('html');
  await expect(root).toHaveAttribute('data-theme', 'light');
  await page.locator('starlight-theme-select select').first().selectOption('dark');
  await expect(root).toHaveAttribute('data-theme', 'dark');
});

test('the other language opens at the place that was asked for, while the page still grows', async ({
  page,
}) => {
  await page.goto(addressOf('03-mathematics', 'en'));
  await expect(page.getByRole('button', { name: /Ctrl K/ })).toBeEnabled();
  const hash = await page.evaluate(async () => {
    const link = document.createElement('a');
    link.href = '#sgd';
    document.body.append(link);
    const changed = new Promise((resolve) => addEventListener('hashchange', resolve));
    link.click();
    await changed;
    // As in WebKit, which does not hold the page when something above grows.
    document.documentElement.style.overflowAnchor = 'none';
    const tall = document.createElement('div');
    tall.style.height = '3000px';
    document.querySelector('.sl-markdown-content')!.prepend(tall);
    const other = document.querySelector<HTMLAnchorElement>('a[data-other-language]')!;
    other.addEventListener('click', (event) => event.preventDefault());
    other.click();
    return other.hash;
  });
  expect(hash).toBe('#sgd');
});

test('the copy button copies the code as it is', async ({ page, context, baseURL }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: baseURL });
  await page.goto(addressOf('02-algorithms', 'zh'));
  const block = page.locator('figure.source-region').first();
  const lines = await block.locator('.ec-line').allTextContents();
  const plain = (code: string): string => code.replace(/\s+/g, ' ').trim();
  // The button's script comes after the first paint, and the clipboard after the press.
  await expect(async () => {
    await block.locator('.copy button').click();
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    expect(plain(copied)).toBe(plain(lines.join('\n')));
    expect(copied.trim().split('\n')).toHaveLength(lines.length);
  }).toPass();
});

test.describe('a wrong address', () => {
  test.use({ tolerated: /status of 404/ });

  test('gets the status 404 and a page that helps, with a way to the other language', async ({
    page,
  }) => {
    const response = await page.goto('/02-algorithm/');
    expect(response?.status()).toBe(404);
    await expect(page.locator('h1')).toHaveCount(1);
    const main = page.locator('main');
    await expect(main.locator('li a[href="/"]')).toBeVisible();
    await expect(page.locator('ol.pages a').first()).toBeVisible();
    await page.goto('/en/02-algorithm/');
    await main.locator('li a[href="/en/"]').click();
    await expect(page.locator('html')).toHaveAttribute('lang', 'en');
  });
});

test('unknown files and folders above the site are not served', async ({ request }) => {
  for (const path of ['/nothing.js', '/en/nothing/', '/..%2fpackage.json', '/_headers']) {
    expect([400, 404], path).toContain((await request.get(path)).status());
  }
});

test('every page is isolated and allows no inline script by a keyword', async ({
  request,
  page,
}) => {
  for (const path of ['/', '/en/lab/transformer/', '/no-such-page/']) {
    const headers = (await request.get(path)).headers();
    expect(headers['cross-origin-opener-policy']).toBe('same-origin');
    expect(headers['cross-origin-embedder-policy']).toBe('require-corp');
    const policy = headers['content-security-policy'] ?? '';
    const scripts = /script-src ([^;]+)/.exec(policy)?.[1] ?? '';
    expect(scripts).toContain("'self'");
    expect(scripts).not.toMatch(/unsafe-inline|'unsafe-eval'|https?:|\*/);
    expect(policy).toContain("object-src 'none'");
  }
  await page.goto('/');
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
});

test.describe('a phone held sideways', () => {
  test.use({ viewport: { width: 844, height: 390 } });

  test('gives its room to the text; the list of pages opens over it and closes', async ({
    page,
  }) => {
    await page.goto('/en/lab/seq2seq/');
    const list = page.locator('ol.pages');
    await expect(list).toBeHidden();
    const text = await page.locator('.sl-markdown-content').boundingBox();
    expect(text?.width).toBeGreaterThan(650);
    await page.getByRole('button', { name: 'Menu' }).click();
    await expect(list).toBeVisible();
    await page.mouse.click(700, 300);
    await expect(list).toBeHidden();
    await page.evaluate(() => scrollTo(0, 600));
    await expect(page.locator('.page > .header')).not.toBeInViewport();
    await page.setViewportSize({ width: 1000, height: 800 });
    await expect(list).toBeVisible();
  });
});

test('the words of the timeline show where the keyboard is, and lead to their rules', async ({
  page,
}) => {
  await page.goto('/en/07-outlook/#regulation-timeline');
  // The script that follows links is there.
  const section = page.locator('.part', { has: page.locator('#regulation-timeline') }).last();
  await expect(section).toHaveAttribute('style', /content-visibility: visible/);
  const link = page.locator('figure.diagram a:has(> text)').first();
  const fill = () => link.locator('text').evaluate((words) => getComputedStyle(words).fill);
  const atRest = await fill();
  await link.focus();
  expect(await fill()).not.toBe(atRest);
  // The place is held: what stands above it, and gets its height only now, would push it away.
  const held = await page.evaluateHandle(() => {
    const places: (string | undefined)[] = [];
    const { dataset } = document.documentElement;
    new MutationObserver(() => places.push(dataset['held'])).observe(document.documentElement, {
      attributeFilter: ['data-held'],
    });
    return places;
  });
  await page.keyboard.press('Enter');
  await expect.poll(() => held.jsonValue()).toContain('china-rules');
  await expect(page).toHaveURL(/#china-rules$/);
  await expect(page.locator('#china-rules')).toBeInViewport();
});

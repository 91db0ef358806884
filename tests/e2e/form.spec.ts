/** What surrounds the text: notes on terms, lists to take along, the 404 page, data for machines, paper. */
import { languages } from '../../src/language.ts';
import { pages } from '../../src/site/chapters.ts';
import { plainAddress } from '../../src/site/plain-markdown.ts';
import { sharePicture } from '../../src/site/share-picture.ts';
import { addressesIn, addressOf, expect, test } from '../support.ts';

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

test('every mark leads to its explanation', async ({ page, request }) => {
  await page.goto('/04-project/');
  const mark = page.locator('sup.mark a').first();
  await expect(mark).toHaveAttribute('href', '/about/#marks');
  expect(await (await request.get('/en/about/')).text()).toContain('id="marks"');
});

test('the cited works can be taken along', async ({ page, request }) => {
  await page.goto('/02-algorithms/');
  const files = page.locator('.references-files a');
  const count = await page.locator('ol.references > li').count();
  const [bib = '', gbt = ''] = await files.evaluateAll((links) =>
    links.map((link) => link.getAttribute('href') ?? ''),
  );
  const bibtex = await (await request.get(bib)).text();
  expect(bibtex.match(/^@\w+\{/gm)).toHaveLength(count);
  const lines = (await (await request.get(gbt)).text()).trim().split('\n');
  expect(lines).toHaveLength(count);
  expect(lines[0]).toMatch(/^\[1\] .+\[[A-Z]+\/OL\].+\[\d{4}-\d{2}-\d{2}\]\. https?:/);
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

test.describe('the small words of a page are in its language', () => {
  for (const language of languages) {
    test(`copy buttons and links of headings, in ${language}`, async ({ request }) => {
      const html = await (await request.get(addressOf('02-algorithms', language))).text();
      const copied = [...html.matchAll(/data-copied="([^"]*)"/g)].map(([, word]) => word);
      expect(copied.length).toBeGreaterThan(5);
      expect(new Set(copied).size).toBe(1);
      expect(copied[0]).toMatch(language === 'zh' ? /^\p{Script=Han}+/u : /^[A-Za-z ]+$/);
      const links = [...html.matchAll(/class="sr-only" data-pagefind-ignore[^>]*>([^<]+)</g)];
      expect(links.length).toBeGreaterThan(20);
      for (const [, name = ''] of links) {
        expect(name).toMatch(language === 'zh' ? /^本节链接：/ : /^Link to the section “/);
        // A formula in a heading is read out once.
        expect(name).not.toMatch(/\\[a-z]/);
      }
    });
  }
});

test('the licences of what is in the pages are a link away', async ({ page, request }) => {
  for (const address of ['/about/', '/en/about/']) {
    await page.goto(address);
    await expect(page.locator('main a[href="/THIRD-PARTY-NOTICES.txt"]')).toBeVisible();
  }
  const text = await (await request.get('/THIRD-PARTY-NOTICES.txt')).text();
  for (const name of [
    '@astrojs/starlight',
    '@fontsource/noto-serif-sc',
    '@fontsource-variable/jetbrains-mono',
    '@tensorflow/tfjs-backend-cpu',
    '@tensorflow/tfjs-backend-wasm',
    '@tensorflow/tfjs-backend-webgl',
    '@tensorflow/tfjs-backend-webgpu',
    '@tensorflow/tfjs-core',
    'katex',
    'svelte',
    'uplot',
    'zod',
  ]) {
    expect(text, name).toMatch(new RegExp(`^${name} \\d`, 'm'));
  }
  expect(text).toContain('SIL OPEN FONT LICENSE');
  expect(text).toContain('Apache License');
});

test.describe('for machines', () => {
  for (const language of languages) {
    test(`every page has a picture, structured data and plain Markdown, in ${language}`, async ({
      request,
    }) => {
      for (const { slug } of pages) {
        const address = addressOf(slug, language);
        const html = await (await request.get(address)).text();
        const data = /<script type="application\/ld\+json">(.+?)<\/script>/s.exec(html)?.[1];
        const graph = (JSON.parse(data ?? '{}') as { '@graph'?: { headline?: string }[] })[
          '@graph'
        ];
        expect(graph?.[0]?.headline, address).toBeTruthy();
        expect(html).toContain('<link rel="canonical"');
        expect(html.match(/hreflang="/g)?.length, address).toBeGreaterThanOrEqual(3);

        const picture = await request.get(sharePicture(slug, language));
        expect(picture.headers()['content-type'], address).toBe('image/png');
        const markdown = await request.get(plainAddress(slug, language));
        expect(markdown.status(), address).toBe(200);
        const text = await markdown.text();
        expect(text, address).toMatch(/^# \S/);
        expect(text, address).not.toMatch(/\[#[a-z-]+\]$|^import |<[A-Z]\w+ /m);
      }
    });
  }

  test('the sitemap and llms.txt list all pages, robots.txt names the sitemap', async ({
    request,
  }) => {
    const sitemap = await (await request.get('/sitemap-0.xml')).text();
    const llms = await (await request.get('/llms.txt')).text();
    for (const language of languages) {
      for (const address of addressesIn(language)) {
        expect(sitemap).toMatch(new RegExp(`<loc>[^<]+[^/]${address}</loc>`));
      }
      for (const { slug } of pages) expect(llms).toContain(plainAddress(slug, language));
    }
    expect(await (await request.get('/robots.txt')).text()).toMatch(
      /Sitemap: .+sitemap-index\.xml/,
    );
  });
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

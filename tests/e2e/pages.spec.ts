/** Every page in both languages: what each must have, that it fits, and that its links lead somewhere. */
import type { APIRequestContext, Page } from '@playwright/test';
import { languages, type Language } from '../../src/language.ts';
import { pages } from '../../src/site/chapters.ts';
import { longestRegion } from '../../src/site/markdown/source-regions.ts';
import { addressesIn, addressOf, expect, test } from '../support.ts';

const widths = [1440, 360];

/** The pages that carry formulas or diagrams, whatever else is written later. */
const withFormulas = ['02-algorithms', '03-mathematics', '04-project'];
const withDiagrams = ['02-algorithms', '03-mathematics'];

const idsByPage = new Map<string, Promise<ReadonlySet<string>>>();

/** The ids on a built page, read once. Fails where there is no such page. */
function idsOf(path: string, request: APIRequestContext): Promise<ReadonlySet<string>> {
  const known = idsByPage.get(path);
  if (known !== undefined) return known;
  const ids = request.get(path, { maxRedirects: 0 }).then(async (response) => {
    expect(response.status(), path).toBe(200);
    const html = await response.text();
    return new Set([...html.matchAll(/\sid="([^"]+)"/g)].map((match) => match[1] ?? ''));
  });
  idsByPage.set(path, ids);
  return ids;
}

/** Where a page's links lead, within the site. */
async function linksOf(page: Page): Promise<URL[]> {
  const links = await page
    .locator('a[href]')
    .evaluateAll((all) =>
      all.map((link) => new URL(link.getAttribute('href') ?? '', document.baseURI).href),
    );
  const { origin } = new URL(page.url());
  return [...new Set(links)].map((href) => new URL(href)).filter((url) => url.origin === origin);
}

async function expectToFit(page: Page, width: number): Promise<void> {
  await page.setViewportSize({ width, height: 900 });
  const tooWide = await page.evaluate(() => {
    const room = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= room) return [];
    return [...document.body.querySelectorAll('*')]
      .filter((element) => element.getBoundingClientRect().right > room + 0.5)
      .map((element) => element.outerHTML.slice(0, 120));
  });
  expect.soft(tooWide, `wider than ${width} px`).toEqual([]);
}

for (const language of languages) {
  for (const { slug } of pages) {
    const address = addressOf(slug, language);

    test(`${address} is whole, fits and leads somewhere`, async ({ page, request }) => {
      const requested: string[] = [];
      page.on('request', (one) => requested.push(one.url()));
      await page.setViewportSize({ width: 1440, height: 900 });
      const response = await page.goto(address);
      expect(response?.status()).toBe(200);

      await expect(page.locator('h1')).toHaveCount(1);
      await expect(page.locator('html')).toHaveAttribute(
        'lang',
        language === 'zh' ? 'zh-CN' : 'en',
      );
      const heading = await page.locator('h1').innerText();
      expect(heading.trim()).not.toBe('');
      expect(await page.title()).toContain(heading);
      await expect(page.locator('meta[name=description]')).toHaveAttribute('content', /\S{3}/);

      const doubled = await page.locator('[id]').evaluateAll((all) => {
        const ids = all.map(({ id }) => id);
        return ids.filter((id, index) => ids.indexOf(id) !== index);
      });
      expect(doubled, 'ids used twice').toEqual([]);

      for (const width of widths) await expectToFit(page, width);

      const links = await linksOf(page);
      expect(links.length).toBeGreaterThan(pages.length);
      for (const { pathname, hash } of links) {
        const ids = await idsOf(pathname, request);
        if (hash === '') continue;
        const id = decodeURIComponent(hash.slice(1));
        expect.soft(ids.has(id), `${pathname} has no #${id}`).toBe(true);
      }

      expect(requested.filter((url) => /mermaid/i.test(url))).toEqual([]);
      const elsewhere = requested.filter(
        (url) => new URL(url).origin !== new URL(page.url()).origin,
      );
      expect(elsewhere.filter((url) => !url.startsWith('data:'))).toEqual([]);
    });
  }

  for (const slug of withFormulas) {
    test(`${addressOf(slug, language)} sets its formulas for eyes and screen readers`, async ({
      page,
    }) => {
      await page.goto(addressOf(slug, language));
      const formulas = page.locator('.katex');
      const count = await formulas.count();
      expect(count).toBeGreaterThan(5);
      await expect(page.locator('.katex .katex-mathml math')).toHaveCount(count);
      await expect(page.locator('.katex .katex-html')).toHaveCount(count);
      await expect(page.locator('.katex-error')).toHaveCount(0);
      await expect(page.locator('merror')).toHaveCount(0);
      const prose = await page.locator('.sl-markdown-content').evaluate((content) => {
        const copy = content.cloneNode(true) as HTMLElement;
        for (const element of copy.querySelectorAll('.katex, pre, code')) element.remove();
        return copy.textContent;
      });
      expect(prose.match(/\\[a-z]{2,}.{0,40}|\$\$/g)).toBeNull();
    });

    test(`${addressOf(slug, language)} shows code that runs`, async ({ page }) => {
      await page.goto(addressOf(slug, language));
      const regions = page.locator('figure.source-region');
      const count = await regions.count();
      expect(count).toBeGreaterThan(1);
      for (let index = 0; index < count; index++) {
        const region = regions.nth(index);
        const lines = await region.locator('.ec-line').count();
        expect(lines).toBeGreaterThan(0);
        expect(lines).toBeLessThanOrEqual(longestRegion);
        expect(await region.innerText()).not.toMatch(/#(?:end)?region/);
        await expect(region.locator('figcaption a[href*="/source/"]').first()).toBeVisible();
      }
    });
  }

  for (const slug of withDiagrams) {
    test(`${addressOf(slug, language)} has its diagrams in the HTML`, async ({
      browser,
      baseURL,
    }) => {
      const context = await browser.newContext({ baseURL, javaScriptEnabled: false });
      const page = await context.newPage();
      await page.goto(addressOf(slug, language));
      const diagrams = page.locator('figure.diagram');
      const count = await diagrams.count();
      expect(count).toBeGreaterThan(0);
      for (let index = 0; index < count; index++) {
        const picture = diagrams.nth(index).locator('svg').first();
        // A picture with links in it is a group, or a screen reader would not reach the links.
        const role = (await picture.locator('a').count()) > 0 ? 'group' : 'img';
        await expect(picture).toHaveRole(role);
        await expect(picture).toHaveAccessibleName(/\S.{9}/s);
        await expect(picture).toBeVisible();
        const texts = picture.locator('text, foreignObject').filter({ hasText: /\S/ });
        await expect(texts.first()).toBeVisible();
      }
      await context.close();
    });
  }
}

for (const { slug } of pages) {
  test(`${slug} has the same heading ids in both languages`, async ({ request }) => {
    const [zh, en] = await Promise.all(
      languages.map(async (language: Language) => {
        const html = await (await request.get(addressOf(slug, language))).text();
        return [...html.matchAll(/<(h[1-6])[^>]*\sid="([^"]+)"/g)].map((match) =>
          [match[1], match[2]].join('#'),
        );
      }),
    );
    expect(zh?.length).toBeGreaterThan(0);
    expect(en).toEqual(zh);
  });
}

test('both languages have every page', () => {
  expect(addressesIn('en')).toEqual(addressesIn('zh').map((address) => `/en${address}`));
});

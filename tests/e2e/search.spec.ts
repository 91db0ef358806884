/** The search on the built site: every term of the glossary, and what the dialog does when things go wrong. */
import { join } from 'node:path';
import type { APIRequestContext, Page } from '@playwright/test';
import { visit } from 'unist-util-visit';
import { languages, type Language } from '../../src/language.ts';
import { pages } from '../../src/site/chapters.ts';
import {
  prepare,
  search,
  type Searchable,
  type SearchIndex,
} from '../../src/site/client/search-core.ts';
import { readGlossary, termFinder } from '../../src/site/glossary.ts';
import { localePath } from '../../src/site/locale.ts';
import { addressOf, expect, test } from '../support.ts';
import { pageText, root } from '../unit/site/pages.ts';

const glossary = readGlossary(join(root, 'content/glossary/glossary.json'));

async function indexOf(request: APIRequestContext, language: Language): Promise<Searchable> {
  const answer = await request.get(`/search/${language}.json`);
  return prepare((await answer.json()) as SearchIndex);
}

/** The pages whose text has a term, by the term as it is written there. */
function pagesWithTerms(language: Language): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>();
  for (const { slug } of pages) {
    const find = termFinder(glossary, language, slug);
    visit(pageText(slug, language).tree, 'text', ({ value }) => {
      for (const { index, length } of find(value)) {
        const written = value.slice(index, index + length).toLowerCase();
        found.set(written, (found.get(written) ?? new Set()).add(addressOf(slug, language)));
      }
    });
  }
  return found;
}

for (const language of languages) {
  test(`every term of the glossary is found on every page that has it, ${language}`, async ({
    request,
  }) => {
    const searchable = await indexOf(request, language);
    const where = pagesWithTerms(language);
    let pairs = 0;
    for (const [key, term] of Object.entries(glossary)) {
      for (const form of [term[language], ...(term.forms?.[language] ?? [])]) {
        const { results } = search(searchable, form);
        const urls = results.map(({ url }) => url);
        const found = new Set(urls.map((url) => url.split('#')[0]!));
        for (const page of where.get(form.toLowerCase()) ?? []) {
          pairs++;
          expect(found.has(page), `“${form}” on ${page}`).toBe(true);
        }
        // What defines it comes first: its own entry, then its section.
        expect(urls[0], form).toBe(`${localePath('/glossary/', language)}#${key}`);
        if (term.section !== undefined) {
          expect(urls.slice(0, 3), form).toContain(localePath(term.section, language));
        }
      }
    }
    expect(pairs).toBeGreaterThan(300);
  });

  test(`no text of the search has TeX, doubled formulas or parts of panels, ${language}`, async ({
    request,
  }) => {
    const { index } = await indexOf(request, language);
    for (const { title, text } of index.sections) {
      expect(`${title} ${text}`).not.toMatch(/\\[a-zA-Z]{2,}|\\[{}|]|Section titled|本节链接/);
    }
    const text = index.sections.map((section) => section.text).join('\n');
    // The formula that came twice: `ln8=2.079ln8=2.079`.
    expect(text).not.toMatch(/(ln ?8 ?= ?2\.079).{0,3}\1/);
    expect(text).not.toMatch(/步数 0 \/|Steps? 0 \//);
    expect(index.pages).toHaveLength(pages.length);
  });
}

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

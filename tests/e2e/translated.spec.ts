/** A page that a translator has rewritten: it wraps every text node, before the panels wake and while they train. */
import type { Page } from '@playwright/test';
import { runText } from '../../src/demos/run/text.ts';
import { addressOf, expect, panel, test, untilState } from '../support.ts';

/** What the translators of browsers do to each text, unless it is marked as not to be translated. */
const translate = (page: Page): Promise<void> =>
  page.evaluate(() => {
    const html = 'http://www.w3.org/1999/xhtml';
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const found: Text[] = [];
    while (texts.nextNode() !== null) found.push(texts.currentNode as Text);
    for (const text of found) {
      const { parentElement } = text;
      if (parentElement === null || text.data.trim() === '') continue;
      if (parentElement.closest('script, style, [translate="no"], .notranslate, font') !== null) {
        continue;
      }
      // Translators use the obsolete element that no page has.
      const outer = document.createElementNS(html, 'font');
      const inner = document.createElementNS(html, 'font');
      inner.textContent = `«${text.data}»`;
      outer.append(inner);
      text.replaceWith(outer);
    }
  });

test('live numbers go on in a translated page, and nothing breaks', async ({ page }) => {
  await page.goto(
    `${addressOf('lab/seq2seq', 'en')}?task=reversal&d=32&batch=8&steps=300&backend=wasm`,
  );
  await translate(page);
  await expect(page.locator('h1')).toContainText('«');
  const run = panel(page);
  const train = run.getByRole('button', { name: runText.en.train, exact: true });
  await train.click();
  await untilState(run, ['running', 'finished'], 60_000);
  await translate(page);
  await untilState(run, ['finished'], 60_000);
  await translate(page);
  await expect(run).toContainText('300');
  await expect(train).toBeVisible();

  await page.goto(addressOf('lab/calculators', 'en'));
  await translate(page);
  const even = page.locator('[data-calculator="break-even"]');
  await even.locator('[data-key="price"]').fill('80');
  await translate(page);
  await even.locator('[data-key="price"]').fill('50');
  await expect(even.locator('[data-output="customers"]')).toHaveText('2,000');
});

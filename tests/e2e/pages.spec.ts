/**
 * One visit to every page in both languages: it fits, links to its places lead there, axe finds
 * nothing, and nothing comes from elsewhere. What reading the HTML can prove is in `tests/dist`.
 */
import type { Page } from '@playwright/test';
import { languages } from '../../src/language.ts';
import { missedAnchors } from '../elsewhere/anchors.ts';
import { addressesIn, expect, test } from '../support.ts';
import { expectNoFindings, thinOut } from './axe.ts';

const height = 900;
/** The last is where the page is looked at further. */
const widths = [360, 1440];

async function expectToFit(page: Page, width: number): Promise<void> {
  await page.setViewportSize({ width, height });
  const tooWide = await page.evaluate(() => {
    const room = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= room) return [];
    return [...document.body.querySelectorAll('*')]
      .filter((element) => element.getBoundingClientRect().right > room + 0.5)
      .map((element) => element.outerHTML.slice(0, 120));
  });
  expect.soft(tooWide, `wider than ${width} px`).toEqual([]);
}

for (const address of languages.flatMap(addressesIn)) {
  test(`${address} fits, leads to its places, and axe finds nothing`, async ({ page, baseURL }) => {
    const elsewhere: string[] = [];
    page.on('request', (one) => {
      const url = one.url();
      if (!url.startsWith('data:') && new URL(url).origin !== baseURL) elsewhere.push(url);
    });
    await page.setViewportSize({ width: widths[0]!, height });
    const response = await page.goto(address);
    expect(response?.status()).toBe(200);
    for (const width of widths) await expectToFit(page, width);
    expect.soft(await page.evaluate(missedAnchors), 'places out of view').toEqual([]);
    await thinOut(page);
    await expectNoFindings(page, address);
    expect(elsewhere).toEqual([]);
  });
}

/**
 * `npm run share-pictures`: draws the picture of every page that messengers show beside a link to
 * it, where the words on it have changed. `--all` draws all anew. The words are kept in
 * `src/site/share-pictures.json`, so that a test can say when a picture is stale.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { chromium } from '@playwright/test';
import { languages } from '../src/language.ts';
import { serifFont } from '../src/site/build/serif.ts';
import { pages } from '../src/site/chapters.ts';
import { sharePicture } from '../src/site/share-picture.ts';
import { shareWords, type ShareWords } from '../src/site/share-words.ts';
import { chromiumArguments, findChromium } from '../tools/chromium.ts';

const root = join(import.meta.dirname, '..');
const record = join(root, 'src/site/share-pictures.json');
const drawn = (existsSync(record) ? JSON.parse(readFileSync(record, 'utf8')) : {}) as Record<
  string,
  ShareWords
>;
const all = process.argv.includes('--all');

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

function card(words: ShareWords, font: string, icon: string): string {
  return `<!doctype html><html lang="${words.lang}"><meta charset="utf-8"><style>
    @font-face { font-family: Serif; src: url(data:font/woff2;base64,${font}); font-weight: 700 }
    * { margin: 0; box-sizing: border-box }
    body { width: 1200px; height: 630px; padding: 76px 88px 64px; background: #faf8f3; color: #1f1c18;
      font-family: 'Noto Sans CJK SC', system-ui, sans-serif; display: flex; flex-direction: column;
      border-bottom: 14px solid #b5341c }
    .book { display: flex; align-items: center; gap: 18px; font-size: 30px; color: #665f56 }
    .book svg { width: 46px; height: 46px }
    .kicker { margin-top: auto; font-size: 30px; font-weight: 600; color: #b5341c }
    h1 { margin-top: 14px; font: 700 ${words.title.length > 34 ? 58 : 70}px/1.28 Serif, serif;
      text-wrap: balance }
    p { margin-top: 26px; font-size: 29px; line-height: 1.6; color: #665f56;
      display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 3; overflow: hidden }
  </style><body><div class="book">${icon}${escaped(words.book)}</div>
  <div class="kicker">${escaped(words.kicker)}</div><h1>${escaped(words.title)}</h1>
  <p>${escaped(words.description)}</p></body></html>`;
}

const font = readFileSync(join(root, serifFont)).toString('base64');
const icon = readFileSync(join(root, 'public/favicon.svg'), 'utf8');
const browser = await chromium.launch({
  executablePath: findChromium(),
  args: [...chromiumArguments],
});
let count = 0;
try {
  const page = await browser.newPage({ viewport: { width: 1200, height: 630 } });
  for (const { slug } of pages) {
    for (const language of languages) {
      const address = sharePicture(slug, language);
      const file = join(root, 'public', address);
      const words = shareWords(root, slug, language);
      const same = JSON.stringify(drawn[address]) === JSON.stringify(words);
      if (!all && same && existsSync(file)) continue;
      await page.setContent(card(words, font, icon));
      await page.evaluate(() => document.fonts.ready);
      mkdirSync(dirname(file), { recursive: true });
      await page.screenshot({ path: file });
      drawn[address] = words;
      count += 1;
    }
  }
} finally {
  await browser.close();
}
writeFileSync(record, `${JSON.stringify(drawn, null, 2)}\n`);
console.log(`Pictures for links: ${count} drawn.`);

/**
 * `npm run fonts`: cuts the serif Chinese face (Noto Serif SC, SIL Open Font License) down to the
 * characters that titles and headings use, into `src/site/fonts/`. Run it when a test says so.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import subsetFont from 'subset-font';
import { headingCharacters, serifFont, serifFontCharacters } from '../src/site/build/serif.ts';

const root = join(import.meta.dirname, '..');
const require = createRequire(import.meta.url);
const characters = headingCharacters(root);
const whole = readFileSync(
  require.resolve('@fontsource/noto-serif-sc/files/noto-serif-sc-chinese-simplified-700-normal.woff2'),
);
const subset = await subsetFont(whole, characters, { targetFormat: 'woff2' });
writeFileSync(join(root, serifFont), subset);
writeFileSync(join(root, serifFontCharacters), `${characters}\n`);
console.log(`Serif font: ${[...characters].length} characters, ${subset.length} bytes.`);

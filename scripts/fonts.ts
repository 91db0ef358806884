/**
 * `npm run fonts`: cuts the serif Chinese face (Noto Serif SC) down to the characters that titles
 * and headings use, and the face of code (JetBrains Mono) to one weight of Latin, into
 * `src/site/fonts/`. Both are under the SIL Open Font License. Run it when a test says so.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import subsetFont from 'subset-font';
import {
  headingCharacters,
  monoFont,
  serifFont,
  serifFontCharacters,
} from '../src/site/build/serif.ts';

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

const ascii = Array.from({ length: 95 }, (_, index) => String.fromCharCode(0x20 + index)).join('');
const mono = await subsetFont(
  readFileSync(
    require.resolve('@fontsource-variable/jetbrains-mono/files/jetbrains-mono-latin-wght-normal.woff2'),
  ),
  `${ascii}–—…·×→≤≥←“”‘’`,
  { targetFormat: 'woff2', variationAxes: { wght: 400 } },
);
writeFileSync(join(root, monoFont), mono);
console.log(`Face of code: ${mono.length} bytes.`);

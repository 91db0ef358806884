/**
 * `THIRD-PARTY-NOTICES.txt` of the built site: the licence of every package whose code, styles or
 * fonts readers fetch. The licences ask for it, and nobody would keep such a list by hand.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What is in the pages but not in their scripts: styles, fonts, and scripts inlined by Astro. */
const inPages = [
  '@astrojs/starlight',
  '@expressive-code/core',
  '@fontsource-variable/jetbrains-mono',
  '@fontsource/noto-serif-sc',
  'astro',
  'katex',
];

interface Manifest {
  readonly version: string;
  readonly license?: string;
  readonly author?: string | { readonly name: string };
}

/** @throws Error when a package has neither a licence file nor a licence whose text is known */
export function licenceText(root: string, name: string): string {
  const folder = join(root, 'node_modules', name);
  const file = readdirSync(folder, { withFileTypes: true }).find(
    (one) => one.isFile() && /^licen[cs]e(?:\.|$)/i.test(one.name),
  );
  if (file !== undefined) return readFileSync(join(folder, file.name), 'utf8').trim();
  const { license = 'none named', author } = manifestOf(folder);
  const holder = typeof author === 'object' ? author.name : (author ?? `the authors of ${name}`);
  const texts = license.split(' AND ').map((one) => {
    if (one === 'MIT') return mit(holder);
    if (one === 'ISC') return isc(holder);
    // TensorFlow.js names its licence without adding it; TypeScript is under the same one.
    if (one === 'Apache-2.0') {
      return readFileSync(join(root, 'node_modules/typescript/LICENSE.txt'), 'utf8').trim();
    }
    throw new Error(`There is no text of the licence (${license}) of ${name}.`);
  });
  return texts.join('\n\n');
}

function manifestOf(folder: string): Manifest {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;
}

const mit = (holder: string): string =>
  `MIT License

Copyright (c) ${holder}

Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated documentation files (the "Software"), to deal in the Software without restriction, including without limitation the rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit persons to whom the Software is furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.`;

const isc = (holder: string): string =>
  `ISC License

Copyright (c) ${holder}

Permission to use, copy, modify, and/or distribute this software for any purpose with or without fee is hereby granted, provided that the above copyright notice and this permission notice appear in all copies.

THE SOFTWARE IS PROVIDED "AS IS" AND THE AUTHOR DISCLAIMS ALL WARRANTIES WITH REGARD TO THIS SOFTWARE INCLUDING ALL IMPLIED WARRANTIES OF MERCHANTABILITY AND FITNESS. IN NO EVENT SHALL THE AUTHOR BE LIABLE FOR ANY SPECIAL, DIRECT, INDIRECT, OR CONSEQUENTIAL DAMAGES OR ANY DAMAGES WHATSOEVER RESULTING FROM LOSS OF USE, DATA OR PROFITS, WHETHER IN AN ACTION OF CONTRACT, NEGLIGENCE OR OTHER TORTIOUS ACTION, ARISING OUT OF OR IN CONNECTION WITH THE USE OR PERFORMANCE OF THIS SOFTWARE.`;

/** The notices of these packages and of what stands in the pages; equal texts come once. */
export function notices(root: string, packages: Iterable<string>): string {
  const names = [...new Set([...packages, ...inPages])]
    .filter((name) => existsSync(join(root, 'node_modules', name, 'package.json')))
    .sort();
  const byText = new Map<string, string[]>();
  for (const name of names) {
    const { version, license } = manifestOf(join(root, 'node_modules', name));
    const text = licenceText(root, name);
    byText.set(text, [...(byText.get(text) ?? []), `${name} ${version} (${license ?? '–'})`]);
  }
  const rule = '='.repeat(72);
  const parts = [...byText].map(
    ([text, all]) => `${rule}\n${all.join('\n')}\n${rule}\n\n${text}\n`,
  );
  return [
    '本站的页面里有下列软件和字体，这里是它们的许可证。两种字体只取了用到的字。',
    'The pages of this site contain the following software and fonts. These are their licences. Both fonts are cut down to the characters in use.',
    '',
    ...parts,
  ].join('\n');
}

export function writeNotices(root: string, folder: string, packages: Iterable<string>): void {
  writeFileSync(join(folder, 'THIRD-PARTY-NOTICES.txt'), notices(root, packages));
}

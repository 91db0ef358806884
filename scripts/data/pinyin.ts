/** Common Chinese words and their readings: `word<TAB>pin1yin1`, most frequent first. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const wantedWords = 12_000;
const wantedCharacters = 1_500;
/** Names of people, places and bodies: their readings are irregular. */
const properNouns = /^n[rst]/;
/** Heads of something (局长, 秘书长) end in zhang3, where the converter says chang2. */
const heads = /^(?:局|所|船|处|乡|车|秘书|委员)长$/;
const unfit = /[奸淫妓娼嫖屎尿屁尸]/;

/**
 * @param dictionary directory of `@node-rs/jieba` (words with counts and parts of speech).
 * @param converter directory of `pinyin-pro`.
 */
export async function convertPinyin(dictionary: string, converter: string): Promise<string> {
  const read = await loadConverter(join(converter, 'dist', 'index.mjs'));
  const words = readFileSync(join(dictionary, 'dict.txt'), 'utf8')
    .split('\n')
    .map((line) => line.trim().split(' '))
    .filter(
      ([word = '', , kind = '']) =>
        /^\p{Script=Han}{2,3}$/u.test(word) && !properNouns.test(kind) && !unfit.test(word),
    )
    .map(([word, count]) => ({ word: word!, count: Number(count) }))
    .sort((a, b) => b.count - a.count || (a.word < b.word ? -1 : 1))
    .slice(0, wantedWords)
    .map(({ word }) => word);

  const counts = new Map<string, number>();
  for (const character of words.join('')) counts.set(character, (counts.get(character) ?? 0) + 1);
  const ranked = [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  const known = new Set(ranked.slice(0, wantedCharacters).map(([character]) => character));

  const lines = words
    .filter((word) => [...word].every((character) => known.has(character)))
    .map(
      (word) =>
        `${word}\t${heads.test(word) ? read(word).replace(/chang2$/, 'zhang3') : read(word)}`,
    )
    .filter((line) => /^\S+\t(?:[a-zü]+[1-5])+$/.test(line));
  return `${lines.join('\n')}\n`;
}

/** Readings without tone sandhi, the tone as a digit after each syllable, 5 for the neutral tone. */
async function loadConverter(file: string): Promise<(word: string) => string> {
  const loaded: unknown = await import(pathToFileURL(file).href);
  if (
    typeof loaded !== 'object' ||
    loaded === null ||
    !('pinyin' in loaded) ||
    typeof loaded.pinyin !== 'function'
  ) {
    throw new Error('pinyin-pro exports no function pinyin.');
  }
  const pinyin = loaded.pinyin as (word: string, options: object) => unknown;
  return (word) =>
    String(pinyin(word, { toneSandhi: false, toneType: 'num', separator: ' ' }))
      .split(' ')
      .map((syllable) => syllable.replace(/0$/, '5'))
      .join('');
}

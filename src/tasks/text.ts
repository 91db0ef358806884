/** Text ↔ tokens ↔ ids, for every task whose tokens are characters. */
import { ReaderError } from '../language.ts';
import { textBaselines } from './baselines.ts';
import type { LanguageData } from './task.ts';
import { createVocabulary, type Vocabulary } from './vocabulary.ts';

const visible: Readonly<Record<string, string>> = { ' ': '␠', '\n': '↵', '\t': '⇥' };

/** Characters are code points. Throws `ReaderError` for the first one that `vocabulary` lacks. */
export function splitCharacters(text: string, vocabulary: Vocabulary): readonly string[] {
  const characters = Array.from(text);
  const position = characters.findIndex((character) => vocabulary.idOf(character) === undefined);
  if (position < 0) return characters;
  const character = visible[characters[position]!] ?? characters[position]!;
  throw new ReaderError('unknown-character', {
    zh: `第 ${position + 1} 个字符“${character}”不在这个任务的词表里。`,
    en: `Character ${position + 1}, “${character}”, is not in the vocabulary of this task.`,
  });
}

/** Ids of tokens that are all in the vocabulary; anything else is a defect. */
export function encode(tokens: readonly string[], vocabulary: Vocabulary): Int32Array {
  const ids = new Int32Array(tokens.length);
  tokens.forEach((token, i) => {
    const id = vocabulary.idOf(token);
    if (id === undefined) throw new Error(`The token “${token}” is not in the vocabulary.`);
    ids[i] = id;
  });
  return ids;
}

/** The distinct characters in code-point order. */
export function charactersOf(text: string): string[] {
  return [...new Set(text)].sort((a, b) => a.codePointAt(0)! - b.codePointAt(0)!);
}

interface CharacterText {
  readonly train: string;
  readonly heldOut: string;
  readonly prompt: string;
  /** Applied to what a reader typed, e.g. lower case. */
  readonly normalise?: (text: string) => string;
  readonly notes: LanguageData['notes'];
}

/** A language task over the characters of its two parts. */
export function characterData(text: CharacterText): LanguageData {
  const vocabulary = createVocabulary(charactersOf(text.train + text.heldOut));
  const train = encode(Array.from(text.train), vocabulary);
  const heldOut = encode(Array.from(text.heldOut), vocabulary);
  return {
    kind: 'text',
    sizes: { kind: 'text', vocabulary: vocabulary.size },
    vocabulary,
    train,
    heldOut,
    prompt: text.prompt,
    tokenise: (typed) => splitCharacters(text.normalise?.(typed) ?? typed, vocabulary),
    detokenise: (tokens) => tokens.join(''),
    baselines: textBaselines(train, heldOut, vocabulary.size),
    notes: text.notes,
  };
}

/** The first 90 % of the characters and the last 10 %, in one piece each: no overlap, no shuffling. */
export function splitRunningText(text: string): { train: string; heldOut: string } {
  const characters = Array.from(text);
  const cut = Math.floor(characters.length * 0.9);
  return { train: characters.slice(0, cut).join(''), heldOut: characters.slice(cut).join('') };
}

/** The text of an asset; the caller of `create` must have loaded it. */
export function assetText(assets: Readonly<Record<string, string>>, name: string): string {
  const text = assets[name];
  if (text === undefined) throw new Error(`The asset ${name} was not loaded.`);
  return text;
}

/**
 * From the bytes of a text file to its text. UTF-8, UTF-16 and, since Windows saves them, GB 18030
 * and Big5; how it was read is said whenever it is not plain UTF-8.
 */
import type { Localised } from '../language.ts';

export interface Decoded {
  readonly text: string;
  /** How it was read, where the reader should look whether that is right. */
  readonly note: Localised | null;
}

const names = {
  'utf-16le': 'UTF-16',
  'utf-16be': 'UTF-16',
  gb18030: 'GB 18030',
  big5: 'Big5',
} as const;
type Encoding = keyof typeof names;

function decode(bytes: Uint8Array, encoding: Encoding | 'utf-8'): string | null {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

/** The bytes of the last character in UTF-8 that are there while others of it are missing. */
function unfinished(bytes: Uint8Array): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back]!;
    if (byte >= 0b1100_0000) {
      const length = byte >= 0b1111_0000 ? 4 : byte >= 0b1110_0000 ? 3 : 2;
      return length > back ? back : 0;
    }
    if (byte < 0b1000_0000) return 0;
  }
  return 0;
}

/** UTF-16 by its byte order mark, or by zeros that stand at every other place, as in English text. */
function utf16(bytes: Uint8Array): Encoding | null {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  const zeros = [0, 0];
  for (let i = 0; i < bytes.length; i++) if (bytes[i] === 0) zeros[i % 2]!++;
  const places = bytes.length / 2;
  if (zeros[1]! > 0.4 * places && zeros[0]! < 0.05 * places) return 'utf-16le';
  if (zeros[0]! > 0.4 * places && zeros[1]! < 0.05 * places) return 'utf-16be';
  return null;
}

/** Some of the most frequent characters of Chinese, in both scripts, and its punctuation. */
const frequent = new Set(
  '的一是不了在人有我他这这們们中来来上大为为和国國地到以说說时時要就出会會可也你对對生能而子那得于於着著下自之年过過发發后後作里裡用道行所然家种種事成方多经經么麼去法学學如都同现現当當没沒动動面起看定天分还還进進好小部其些主样樣理心她本前开開但因只从從想实實，。、；：？！“”「」（）《》',
);

/** The share of what is not ASCII that any Chinese text would have. */
function plausibility(text: string | null): number {
  if (text === null) return 0;
  let [known, foreign] = [0, 0];
  for (const character of text) {
    if (character < '\x80') continue;
    foreign++;
    if (frequent.has(character)) known++;
  }
  return foreign === 0 ? 0 : known / foreign;
}

/** Prose reaches 0.3 and old poems 0.1; of all characters of GB 18030 these are one in a hundred. */
const leastPlausible = 0.04;

function readAs(encoding: Encoding, text: string): Decoded {
  const name = names[encoding];
  const beginning = Array.from(text.replace(/\s+/g, ' ').trim()).slice(0, 12).join('');
  return {
    text,
    note: {
      zh: `这个文件按 ${name} 读取，开头是“${beginning}”。如果是乱码，请把它另存为 UTF-8 再试。`,
      en: `This file was read as ${name} and begins with “${beginning}”. If that is garbled, save it as UTF-8 and try again.`,
    },
  };
}

/** @returns null where the bytes are no text in any of these encodings */
export function decodeText(bytes: Uint8Array): Decoded | null {
  const wide = utf16(bytes);
  if (wide !== null) {
    // Half a character at the end is left out.
    const text = decode(bytes.subarray(0, bytes.length - (bytes.length % 2)), wide);
    return text === null ? null : readAs(wide, text);
  }
  const plain = decode(bytes, 'utf-8');
  if (plain !== null) return { text: plain, note: null };
  const missing = unfinished(bytes);
  const whole = missing > 0 ? decode(bytes.subarray(0, bytes.length - missing), 'utf-8') : null;
  if (whole !== null) {
    return {
      text: whole,
      note: {
        zh: '这个文件在一个字符中间断了；最后那半个字符没有算进来。',
        en: 'This file ends inside a character; that half character was left out.',
      },
    };
  }
  let best: { encoding: Encoding; text: string; score: number } | null = null;
  for (const encoding of ['gb18030', 'big5'] as const) {
    // Both take two bytes for a character, so a file may have lost its last byte.
    for (const cut of [0, 1]) {
      const text = decode(bytes.subarray(0, bytes.length - cut), encoding);
      if (text === null) continue;
      const score = plausibility(text);
      if (score > (best?.score ?? leastPlausible)) best = { encoding, text, score };
      break;
    }
  }
  return best === null ? null : readAs(best.encoding, best.text);
}

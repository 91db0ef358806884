/**
 * The reader's own text, before it reaches a model: dropped files and pasted text are checked here,
 * and whatever cannot be used is refused with one sentence.
 */
import { ReaderError } from '../language.ts';
import { decodeText, type Decoded } from './text-encoding.ts';

/** The largest text accepted, in bytes of UTF-8. */
export const ownTextMaxBytes = 2_000_000;
/** The shortest, in characters. */
export const ownTextMinCharacters = 200;

/** Refuses a size above `ownTextMaxBytes`; call it with `File.size` before reading the file. */
export function checkOwnTextSize(bytes: number): void {
  if (bytes <= ownTextMaxBytes) return;
  const size = (bytes / 1e6).toFixed(1);
  throw new ReaderError('own-text-large', {
    zh: `这段文字有 ${size} MB，超过 ${ownTextMaxBytes / 1e6} MB 的上限；请截取一部分。`,
    en: `This text is ${size} MB, above the limit of ${ownTextMaxBytes / 1e6} MB; use a part of it.`,
  });
}

/**
 * The text of a file, and how it was read where that is not plain UTF-8.
 * Throws `ReaderError` where the bytes are no text or `checkOwnText` refuses it.
 */
export function readOwnText(bytes: Uint8Array): Decoded {
  checkOwnTextSize(bytes.length);
  const decoded = decodeText(bytes);
  if (decoded === null || decoded.text.includes('\0')) {
    throw new ReaderError('own-text-binary', {
      zh: '这不是能认出的文本文件；请把它另存为 UTF-8 纯文本再试。',
      en: 'This is no text file that can be read here; save it as plain text in UTF-8 and try again.',
    });
  }
  return { text: checkOwnText(decoded.text), note: decoded.note };
}

/** Pasted text, checked; line ends become \n and composed characters one code point (NFC). */
export function checkOwnText(raw: string): string {
  // One UTF-16 unit is at most three bytes, so most texts need no encoding to be measured.
  if (raw.length * 3 > ownTextMaxBytes) checkOwnTextSize(new TextEncoder().encode(raw).length);
  if (raw.includes('\0')) {
    throw new ReaderError('own-text-null', {
      zh: '这段文字里有空字符（U+0000），不是普通的文字；请换一段。',
      en: 'This text has null characters (U+0000) in it, which no plain text has; use another.',
    });
  }
  const text = raw
    .replace(/^\uFEFF/, '')
    .replace(/\r\n?/g, '\n')
    .replace(/\p{Surrogate}/gu, '\uFFFD')
    .normalize('NFC');
  if (text.trim() === '') {
    throw new ReaderError('own-text-empty', {
      zh: '这里还没有文字；请粘贴一段文字，或拖入一个文本文件。',
      en: 'There is no text yet; paste some, or drop a text file.',
    });
  }
  const length = Array.from(text).length;
  if (length < ownTextMinCharacters) {
    throw new ReaderError('own-text-short', {
      zh: `这段文字只有 ${length} 个字符，至少要 ${ownTextMinCharacters} 个才够训练和检验。`,
      en: `This text has ${length} characters; at least ${ownTextMinCharacters} are needed to train and to check.`,
    });
  }
  if (new Set(text).size === 1) {
    throw new ReaderError('own-text-uniform', {
      zh: '这段文字只有一种字符，没有什么可学的；请换一段。',
      en: 'This text consists of a single character, so there is nothing to learn; use another.',
    });
  }
  return text;
}

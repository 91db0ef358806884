/**
 * The reader's own text, before it reaches a model: dropped files and pasted text are checked here,
 * and whatever cannot be used is refused with one sentence.
 */
import { ReaderError } from '../language.ts';

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
 * The text of a file: UTF-8, with or without a byte order mark.
 * Throws `ReaderError` where the bytes are no text or `checkOwnText` refuses it.
 */
export function readOwnText(bytes: Uint8Array): string {
  checkOwnTextSize(bytes.length);
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw notText();
  }
  return checkOwnText(text);
}

/** Pasted text, checked; line ends become \n and composed characters one code point (NFC). */
export function checkOwnText(raw: string): string {
  // One UTF-16 unit is at most three bytes, so most texts need no encoding to be measured.
  if (raw.length * 3 > ownTextMaxBytes) checkOwnTextSize(new TextEncoder().encode(raw).length);
  if (raw.includes('\0')) throw notText();
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

function notText(): ReaderError {
  return new ReaderError('own-text-binary', {
    zh: '这不是 UTF-8 编码的文本文件；请把它另存为 UTF-8 纯文本再试。',
    en: 'This is not a text file in UTF-8; save it as plain text in UTF-8 and try again.',
  });
}

import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeText } from '../../../src/tasks/text-encoding.ts';

/** TextEncoder writes UTF-8 only: what TextDecoder reads, the other way round. */
function encoder(encoding: string): (text: string) => Uint8Array {
  const bytes = new Map<string, readonly number[]>();
  const decoder = new TextDecoder(encoding, { fatal: true });
  for (let lead = 0x81; lead <= 0xfe; lead++) {
    for (let trail = 0x40; trail <= 0xfe; trail++) {
      try {
        const character = decoder.decode(Uint8Array.of(lead, trail));
        if (!bytes.has(character)) bytes.set(character, [lead, trail]);
      } catch {
        // Not every pair is a character.
      }
    }
  }
  return (text) =>
    Uint8Array.from(
      Array.from(text).flatMap((c) => (c < '\x80' ? [c.charCodeAt(0)] : bytes.get(c)!)),
    );
}

function utf16(text: string, little: boolean, mark: boolean): Uint8Array {
  const units = Array.from({ length: text.length }, (_, i) => text.charCodeAt(i));
  return Uint8Array.from(
    (mark ? [0xfeff, ...units] : units).flatMap((unit) => {
      const pair = [unit & 0xff, unit >> 8];
      return little ? pair : pair.reverse();
    }),
  );
}

const chinese =
  '大模型能写诗，也能写账单。这一页里的模型是真的在学：它看了很多句子，猜下一个字是什么；猜错了，就改一点点。\n';
const traditional =
  '大模型能寫詩，也能寫帳單。這一頁裡的模型是真的在學：它看了很多句子，猜下一個字是什麼；猜錯了，就改一點點。\n';
const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('the bytes of a text file', () => {
  it('are UTF-8 where they can be', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), (text) => {
        fc.pre(!text.includes('\0') && !text.startsWith('\uFEFF'));
        expect(decodeText(utf8(text))).toEqual({ text, note: null });
      }),
      { seed: 1, numRuns: 500 },
    );
  });

  it.each([
    ['GB 18030', chinese, encoder('gb18030')],
    ['Big5', traditional, encoder('big5')],
    ['UTF-16', chinese, (text: string) => utf16(text, true, true)],
    ['UTF-16', chinese, (text: string) => utf16(text, false, true)],
    [
      'UTF-16',
      'The model reads a sentence and guesses. ',
      (text: string) => utf16(text, true, false),
    ],
    [
      'UTF-16',
      'The model reads a sentence and guesses. ',
      (text: string) => utf16(text, false, false),
    ],
  ] as const)('are read as %s, which is said', (name, text, encode) => {
    const decoded = decodeText(encode(text.repeat(20)));
    expect(decoded?.text).toBe(text.repeat(20));
    expect(decoded?.note?.zh).toContain(name);
    expect(decoded?.note?.en).toContain(`${name} and begins with “${text.slice(0, 5)}`);
  });

  it('are GB 18030 for poems too, which are all rare words', () => {
    const lines = readFileSync('public/data/quatrains.txt', 'utf8').split('\n').slice(-400);
    const encode = encoder('gb18030');
    // Characters of four bytes are not in the table above.
    const text = Array.from(lines.join('\n').replaceAll(/[^\p{Script=Han}\n]/gu, ''))
      .filter((character) => !encode(character).includes(0))
      .join('');
    expect(text.length).toBeGreaterThan(5000);
    expect(decodeText(encode(text))?.text).toBe(text);
  });

  it('may end inside a character', () => {
    const cut = utf8(chinese).subarray(0, utf8(chinese).length - 3);
    const decoded = decodeText(cut);
    expect(chinese.startsWith(decoded!.text)).toBe(true);
    expect(decoded!.text.length).toBeGreaterThan(chinese.length - 3);
    expect(decoded!.note?.en).toContain('ends inside a character');
    const gb = encoder('gb18030')(chinese.trim());
    expect(decodeText(gb.subarray(0, gb.length - 1))?.text).toBe(chinese.trim().slice(0, -1));
  });

  it('are refused where they make no sense', () => {
    for (const bytes of [
      Buffer.from('Grüße aus Köln, wo es schön ist. '.repeat(50), 'latin1'),
      Uint8Array.from({ length: 4000 }, (_, i) => (i * 7919) % 256),
      Uint8Array.of(0xff, 0xd8, 0xff, 0xe0, 0, 16, 74, 70, 73, 70),
    ]) {
      expect(decodeText(bytes)).toBeNull();
    }
  });
});

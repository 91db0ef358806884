/** The contracts of every language task, and the reader's own text with all its ways to go wrong. */
import { describe, expect, it } from 'vitest';
import { memorise, sentenceOf } from '../../../src/tasks/memorise.ts';
import { moby } from '../../../src/tasks/moby.ts';
import { names } from '../../../src/tasks/names.ts';
import {
  checkOwnText,
  checkOwnTextSize,
  ownTextMaxBytes,
  readOwnText,
} from '../../../src/tasks/own-text-file.ts';
import { ownText, ownTextMostKinds, replacement } from '../../../src/tasks/own-text.ts';
import { tang } from '../../../src/tasks/tang.ts';
import type { LanguageData } from '../../../src/tasks/task.ts';
import { asset, language, refusal, variants } from './support.ts';

const decode = (data: LanguageData, ids: Int32Array): string =>
  data.detokenise(Array.from(ids, (id) => data.vocabulary.tokens[id]!));

describe.each(variants('text'))('$task.id $parameters', ({ task, parameters }) => {
  const data = language(task, parameters);

  it('has both parts, within the vocabulary, the same every time', () => {
    for (const part of [data.train, data.heldOut]) {
      expect(part.length).toBeGreaterThan(1);
      expect(part.every((id) => id >= 0 && id < data.vocabulary.size)).toBe(true);
    }
    const again = language(task, parameters);
    expect(again.train).toEqual(data.train);
    expect(again.heldOut).toEqual(data.heldOut);
  });

  it('reads its own prompt and its own text back', () => {
    expect(data.tokenise(data.prompt).length).toBeGreaterThan(0);
    const text = decode(data, data.heldOut.slice(0, 200));
    expect(data.detokenise(data.tokenise(text))).toBe(text);
  });

  it('has baselines in order', () => {
    const { uniform, unigram, bigram } = data.baselines;
    expect(uniform).toBe(Math.log(data.vocabulary.size));
    expect(unigram).toBeLessThanOrEqual(uniform + 1e-12);
    expect(bigram).toBeLessThan(unigram);
  });
});

describe('quatrains', () => {
  it.each([
    { characters: '1000', most: 1000, poems: 1000 },
    { characters: '1500', most: 1500, poems: 3000 },
  ])('are all laid out alike ($characters)', ({ characters, most, poems }) => {
    const data = language(tang, { characters });
    const text = decode(data, data.train);
    expect(text).toMatch(/^\n\n(?:(.{5}，.{5}。\n){2}\n|(.{7}，.{7}。\n){2}\n)+$/u);
    expect(text.split('\n\n').length).toBeGreaterThan(poems * 0.85);
    expect(data.vocabulary.size).toBeLessThanOrEqual(most + 3);
  });

  it('are of constant length in one metre', () => {
    const text = decode(language(tang, { metre: '5' }), language(tang, { metre: '5' }).train);
    expect((text.length - 2) % 27).toBe(0);
    for (const poem of text.trim().split('\n\n')) expect(poem.length).toBe(25);
  });

  it('share no line between training and held-out poems', () => {
    for (const characters of ['1000', '1500']) {
      const data = language(tang, { characters });
      const lines = (ids: Int32Array): string[] =>
        decode(data, ids)
          .split(/[，。\n]+/)
          .filter(Boolean);
      const train = new Set(lines(data.train));
      expect(lines(data.heldOut).filter((line) => train.has(line))).toEqual([]);
    }
  });

  it('name the character that is missing', () => {
    const error = refusal(() => language(tang).tokenise('春眠\n龘'));
    expect(error.localised.zh).toBe('第 4 个字符“龘”不在这个任务的词表里。');
  });
});

describe('running text and names', () => {
  it('holds out the last tenth in one piece', () => {
    const data = language(moby);
    expect(decode(data, data.train) + decode(data, data.heldOut)).toBe(asset('moby.txt'));
    expect(data.heldOut.length / (data.train.length + data.heldOut.length)).toBeCloseTo(0.1, 4);
    expect(data.tokenise('“Don’t”').join('')).toBe('"Don\'t"');
  });

  it('shares no name between the two parts, and loses none', () => {
    const data = language(names);
    const list = (ids: Int32Array): string[] => decode(data, ids).trim().split('\n');
    const [train, heldOut] = [list(data.train), list(data.heldOut)];
    expect(heldOut.filter((name) => train.includes(name))).toEqual([]);
    expect([...train, ...heldOut].sort()).toEqual(asset('names.txt').trim().split('\n'));
    expect(data.vocabulary.size).toBe(27);
  });
});

describe('one sentence by heart', () => {
  it('has a single window of seven', () => {
    const data = language(memorise);
    const tokens = Array.from(data.train, (id) => data.vocabulary.tokens[id]);
    expect(tokens).toEqual(['<bos>', ...'我爱北京天安门']);
    expect(data.heldOut).toEqual(data.train);
    expect(data.tokenise('<bos>我爱')).toEqual(['<bos>', '我', '爱']);
    expect(data.tokenise('北京')).toEqual(['北', '京']);
    expect(data.notes[0]?.en).toContain('no held-out set');
    expect(refusal(() => data.tokenise('我是')).localised.en).toContain('Character 2');
  });

  it.each(['zh', 'en'])(
    'has seven characters in either language, none of them twice (%s)',
    (sentence) => {
      expect(new Set(sentenceOf({ sentence })).size).toBe(7);
      expect(language(memorise, { sentence }).vocabulary.size).toBe(8);
    },
  );

  it('learns the Chinese sentence where a link names none, so that old links stay what they were', () => {
    expect(sentenceOf({}).join('')).toBe('我爱北京天安门');
  });
});

describe('own text', () => {
  const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
  const create = (text: string | undefined, unit = 'character'): LanguageData =>
    ownText.create({ unit }, { assets: {}, ownText: text });
  const long = '千里之行，始于足下。\r\n'.repeat(30);

  it.each([
    ['a NUL byte', Uint8Array.of(...bytesOf(long), 0), 'own-text-binary'],
    ['broken UTF-8', Uint8Array.of(...bytesOf(long), 0xff, 0xfe), 'own-text-binary'],
    ['nothing', new Uint8Array(), 'own-text-empty'],
    ['white space', bytesOf(' \n\t'.repeat(200)), 'own-text-empty'],
    ['a short text', bytesOf('你好'), 'own-text-short'],
    ['one character', bytesOf('啊'.repeat(500)), 'own-text-uniform'],
    ['too much', new Uint8Array(ownTextMaxBytes + 1), 'own-text-large'],
  ])('refuses %s', (_, bytes, code) => {
    const error = refusal(() => readOwnText(bytes));
    expect(error.code).toBe(code);
    expect(error.localised.zh).toMatch(/。$/);
    expect(error.localised.en).toMatch(/\.$/);
  });

  it('refuses 50 MB by the size alone', () => {
    expect(refusal(() => checkOwnTextSize(50e6)).localised.en).toContain('50.0 MB');
    expect(refusal(() => checkOwnText('汉'.repeat(ownTextMaxBytes / 2))).code).toBe(
      'own-text-large',
    );
    expect(() => checkOwnTextSize(ownTextMaxBytes)).not.toThrow();
  });

  it('reads what can be read, with uniform line ends and no byte order mark', () => {
    expect(readOwnText(bytesOf(`\uFEFF${long}`))).toEqual({
      text: long.replaceAll('\r', ''),
      note: null,
    });
    expect(checkOwnText(`\uD800${long}`)).toContain('\uFFFD千');
  });

  it('refuses to train without a text', () => {
    expect(refusal(() => create(undefined)).code).toBe('own-text-empty');
  });

  it('splits the text in one place', () => {
    const data = create(long);
    expect(decode(data, data.train) + decode(data, data.heldOut)).toBe(long.replaceAll('\r', ''));
    expect(data.notes.length).toBe(1);
  });

  it('caps the vocabulary and says what was dropped', () => {
    const many = Array.from({ length: 2_500 }, (_, i) => String.fromCodePoint(0x4e00 + i));
    const data = create([...many.slice(0, 1_900), ...many].join(''));
    expect(data.vocabulary.size).toBe(ownTextMostKinds);
    expect(data.vocabulary.idOf(replacement)).toBeDefined();
    expect(data.notes[1]?.zh).toContain('最少见的 501 种');
    expect(data.notes[1]?.en).toContain('2500 kinds');
    expect(data.tokenise('一龥')).toEqual(['一', replacement]);
  });

  it('works on bytes and puts characters together again', () => {
    const data = create(long, 'byte');
    expect(data.vocabulary.size).toBe(256);
    expect(data.tokenise('千a')).toEqual(['⟨e5⟩', '⟨8d⟩', '⟨83⟩', 'a']);
    expect(data.detokenise(data.tokenise('千里🙂'))).toBe('千里🙂');
    expect(decode(data, data.train) + decode(data, data.heldOut)).toBe(long.replaceAll('\r', ''));
  });
});

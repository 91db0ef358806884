/** The contracts of every sequence-to-sequence task, with every choice and at every bound. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRandom } from '../../../src/maths/random/streams.ts';
import { addition } from '../../../src/tasks/addition.ts';
import { dates } from '../../../src/tasks/dates.ts';
import { phonemes } from '../../../src/tasks/phonemes.ts';
import { pinyin } from '../../../src/tasks/pinyin.ts';
import { reversal } from '../../../src/tasks/reversal.ts';
import { sorting } from '../../../src/tasks/sorting.ts';
import { isHeldOut } from '../../../src/tasks/split.ts';
import { specialTokens } from '../../../src/tasks/vocabulary.ts';
import { refusal, seq2seq, variants } from './support.ts';

const answer = (data: ReturnType<typeof seq2seq>, text: string): string | undefined =>
  data.solve(data.tokenise(text))?.join(data.targetSeparator);

describe.each(variants('pairs'))('$task.id $parameters', ({ task, parameters }) => {
  const data = seq2seq(task, parameters);
  const random = createRandom(7, 'test');
  const drawn = Array.from({ length: 3_000 }, () => data.sample(random));
  const keyOf = (source: readonly string[]): string => source.join('');

  it('holds out a few fixed pairs, each once, the same every time', () => {
    expect(data.heldOut.length).toBeGreaterThan(0);
    expect(data.heldOut.length).toBeLessThanOrEqual(512);
    expect(new Set(data.heldOut.map((pair) => keyOf(pair.source))).size).toBe(data.heldOut.length);
    expect(seq2seq(task, parameters).heldOut).toEqual(data.heldOut);
  });

  it('never trains on a held-out source', () => {
    const heldOut = new Set(data.heldOut.map((pair) => keyOf(pair.source)));
    expect(drawn.filter((pair) => heldOut.has(keyOf(pair.source)))).toEqual([]);
  });

  it('draws the same pairs from the same seed', () => {
    const again = createRandom(7, 'test');
    expect(drawn.slice(0, 50)).toEqual(Array.from({ length: 50 }, () => data.sample(again)));
  });

  it('answers its own examples and reads them back as typed', () => {
    for (const pair of [...drawn.slice(0, 500), ...data.heldOut]) {
      expect(data.solve(pair.source)).toEqual(pair.target);
      expect(data.tokenise(pair.source.join(data.sourceSeparator))).toEqual(pair.source);
    }
  });

  it('stays within its vocabularies and longest lengths', () => {
    expect(data.sourceVocabulary.tokens.slice(0, 3)).toEqual(specialTokens);
    expect(data.targetVocabulary.tokens.slice(0, 3)).toEqual(specialTokens);
    for (const { source, target } of [...drawn, ...data.heldOut]) {
      expect(source.length).toBeGreaterThan(0);
      expect(source.length).toBeLessThanOrEqual(data.sizes.sourceLength);
      expect(target.length).toBeLessThan(data.sizes.targetLength);
      expect(source.filter((token) => data.sourceVocabulary.idOf(token) === undefined)).toEqual([]);
      expect(target.filter((token) => data.targetVocabulary.idOf(token) === undefined)).toEqual([]);
    }
  });

  it('has baselines in order', () => {
    const { uniform, unigram } = data.baselines;
    expect(uniform).toBe(Math.log(data.targetVocabulary.size));
    expect(unigram).toBeGreaterThan(0);
    // Where every answer is one token, the held-out answers never occur in training.
    if (data.sizes.targetLength > 2) expect(unigram).toBeLessThan(uniform);
  });

  it('refuses what it cannot read, with a sentence', () => {
    const typed = `${data.heldOut[0]!.source[0]!}龘`;
    const error = refusal(() => data.tokenise(typed));
    expect(error.code).toBe('unknown-character');
    expect(error.localised.zh).toBe('第 2 个字符“龘”不在这个任务的词表里。');
    expect(error.localised.en).toContain('Character 2, “龘”');
    expect(refusal(() => data.tokenise('  ')).code).toBe('empty-input');
    const token = data.heldOut[0]!.source[0]!;
    expect(refusal(() => data.tokenise(token.repeat(40))).code).toBe('long-input');
  });
});

describe('the split', () => {
  it('is fair: a tenth of all keys, whatever their last letter', () => {
    const keys = Array.from({ length: 20_000 }, (_, i) => `w${i.toString(36)}`);
    for (const part of [keys, keys.filter((key) => /[02468acegikmoqsuwy]$/.test(key))]) {
      expect(part.filter(isHeldOut).length / part.length).toBeCloseTo(0.1, 1.7);
    }
  });
});

describe('the rules', () => {
  it('reverses and sorts', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z]{1,8}$/), (word) => {
        expect(answer(seq2seq(reversal), word)).toBe([...word].reverse().join(''));
      }),
      { seed: 1, numRuns: 20 },
    );
    expect(answer(seq2seq(sorting), '7319')).toBe('1379');
    expect(answer(seq2seq(sorting), '50500')).toBe('00055');
    expect(refusal(() => seq2seq(sorting, { shortest: 9, longest: 3 })).localised.en).toContain(
      '9',
    );
  });

  it('adds, from either end', () => {
    const forwards = seq2seq(addition, { digits: 4 });
    const backwards = seq2seq(addition, { digits: 4, reversed: true });
    const number = fc.integer({ min: 0, max: 9999 });
    fc.assert(
      fc.property(number, number, (a, b) => {
        expect(answer(forwards, `${a}+${b}`)).toBe(String(a + b));
        expect(answer(backwards, `${a} + ${b}`)).toBe([...String(a + b)].reverse().join(''));
      }),
      { seed: 1 },
    );
    for (const text of ['1+', '+', '12', '01+2', '1+2+3'])
      expect(answer(forwards, text)).toBeUndefined();
  });

  it('holds out a sum in both orders', () => {
    const data = seq2seq(addition);
    const swap = (source: readonly string[]): string =>
      source.join('').split('+').reverse().join('+');
    const heldOut = new Set(data.heldOut.map((pair) => swap(pair.source)));
    const random = createRandom(3, 'test');
    for (let i = 0; i < 5_000; i++)
      expect(heldOut).not.toContain(data.sample(random).source.join(''));
  });

  it.each([
    '二〇二四年三月五日',
    '2024年3月5日',
    '2024年03月05日',
    'March 5, 2024',
    'Mar 5, 2024',
    '5 March 2024',
    '5 Mar 2024',
  ])('reads the date %s', (text) => {
    expect(answer(seq2seq(dates), text)).toBe('2024-03-05');
  });

  it.each([
    '2023年2月29日',
    'February 30, 2000',
    '2024年13月1日',
    '5 Mars 2024',
    '1899年1月1日',
    '20e2年1月1日',
  ])('has no answer for %s', (text) => {
    expect(seq2seq(dates).solve(Array.from(text))).toBeNull();
  });

  it('reaches the longest date and no more', () => {
    const solve = seq2seq(dates).solve;
    expect(solve(Array.from('二〇二四年十二月三十一日'))?.join('')).toBe('2024-12-31');
    expect(Array.from('二〇二四年十二月三十一日').length).toBe(
      seq2seq(dates, { form: 'chinese' }).sizes.sourceLength,
    );
    expect('September 30, 2024'.length).toBe(
      seq2seq(dates, { form: 'english' }).sizes.sourceLength,
    );
  });

  it('keeps a date on one side in every form', () => {
    const data = seq2seq(dates);
    const heldOut = new Set(data.heldOut.map((pair) => pair.target.join('')));
    const random = createRandom(5, 'test');
    for (let i = 0; i < 5_000; i++)
      expect(heldOut).not.toContain(data.sample(random).target.join(''));
  });

  it('pronounces words of the list, with and without stress', () => {
    expect(answer(seq2seq(phonemes), 'Blackens')).toBe('B L AE K AH N Z');
    expect(answer(seq2seq(phonemes, { stress: true }), 'blackens')).toBe('B L AE1 K AH0 N Z');
    expect(seq2seq(phonemes).solve(Array.from('zzzz'))).toBeNull();
  });

  it('reads a character by its neighbour', () => {
    expect(answer(seq2seq(pinyin), '银行')).toBe('yin2hang2');
    expect(answer(seq2seq(pinyin), '行动')).toBe('xing2dong4');
  });
});

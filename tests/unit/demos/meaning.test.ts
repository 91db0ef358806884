import { describe, expect, it } from 'vitest';
import { lossMeaning } from '../../../src/demos/run/meaning.ts';

describe('lossMeaning', () => {
  it('turns a loss into a probability and compares it with guessing', () => {
    const baselines = { uniform: Math.log(28) };
    const en = lossMeaning({ loss: 0.214, baselines, kind: 'seq2seq', language: 'en' });
    expect(en).toContain('e^−0.214 = 80.7\u202f%');
    expect(en).toContain('guessing gives 3.6\u202f%');
    const zh = lossMeaning({ loss: 3.5, baselines, kind: 'seq2seq', language: 'zh' });
    expect(zh).toContain('不如瞎猜');
  });

  it('names the strongest baseline that is beaten', () => {
    const baselines = { uniform: 4, unigram: 3, bigram: 2.5 };
    const say = (loss: number) =>
      lossMeaning({ loss, baselines, kind: 'language', language: 'en' });
    expect(say(2)).toContain('more context');
    expect(say(2.7)).toContain('one symbol before');
    expect(say(3.5)).toContain('beats guessing');
  });
});

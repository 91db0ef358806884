/** The baselines on texts small enough to work out by hand. */
import { describe, expect, it } from 'vitest';
import { bigramLoss, textBaselines, unigramLoss } from '../../../src/tasks/baselines.ts';

describe('baselines', () => {
  it('counts single tokens, each once more than seen', () => {
    const loss = unigramLoss(Int32Array.of(0, 0, 1), Int32Array.of(0, 2), 3);
    expect(loss).toBeCloseTo(-(Math.log(3 / 6) + Math.log(1 / 6)) / 2, 12);
  });

  it('counts pairs and fills up with the unigram', () => {
    // 0 is followed by 1 twice and by 2 once (two kinds); unigram of 1 is (2 + 1) / (6 + 3).
    const train = Int32Array.of(0, 1, 0, 1, 0, 2);
    const expected = (2 + 2 * (3 / 9)) / (3 + 2);
    expect(bigramLoss(train, Int32Array.of(0, 1), 3)).toBeCloseTo(-Math.log(expected), 12);
    // Nothing follows 2 in training: the unigram alone, (3 + 1) / (6 + 3).
    expect(bigramLoss(train, Int32Array.of(2, 0), 3)).toBeCloseTo(-Math.log(4 / 9), 12);
  });

  it('gives every follower a share, and all of them together 1', () => {
    const train = Int32Array.of(0, 1, 2, 1, 1, 0, 2, 2, 3);
    for (const before of [0, 1, 2, 3, 4]) {
      const sum = [0, 1, 2, 3, 4]
        .map((token) => Math.exp(-bigramLoss(train, Int32Array.of(before, token), 5)))
        .reduce((a, b) => a + b);
      expect(sum).toBeCloseTo(1, 12);
    }
  });

  it('orders itself on a text with a pattern', () => {
    const text = Int32Array.from({ length: 300 }, (_, i) => [0, 1, 0, 2][i % 4]!);
    const { uniform, unigram, bigram } = textBaselines(text.slice(0, 270), text.slice(270), 5);
    expect(unigram).toBeLessThan(uniform);
    expect(bigram).toBeLessThan(unigram);
  });
});

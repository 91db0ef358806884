import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gapsBetween, ratesAt, ratesFrom } from '../../../src/economics/fairness.ts';
import {
  cappedMeanUse,
  meanUse,
  shareAbove,
  useShareAbove,
} from '../../../src/economics/heavy-users.ts';
import {
  anyCorrect,
  correlatedMajorityAccuracy,
  majorityAccuracy,
} from '../../../src/economics/majority-vote.ts';
import { normalAbove, normalBelow } from '../../../src/economics/normal.ts';

describe('the normal distribution', () => {
  it('agrees with tables', () => {
    // NIST Digital Library of Mathematical Functions, erf to ten digits and more.
    expect(normalBelow(0)).toBe(0.5);
    expect(normalBelow(1)).toBeCloseTo(0.8413447460685429, 14);
    expect(normalBelow(1.959963984540054)).toBeCloseTo(0.975, 14);
    expect(normalBelow(-3.5) / 2.3262907903552504e-4).toBeCloseTo(1, 10);
    expect(normalBelow(-6) / 9.865876450376946e-10).toBeCloseTo(1, 10);
  });

  it('rises from 0 to 1 and is symmetric', () => {
    const z = fc.double({ min: -8, max: 8, noNaN: true });
    fc.assert(
      fc.property(z, z, (a, b) => {
        expect(normalBelow(a) + normalAbove(a)).toBeCloseTo(1, 12);
        if (a < b) expect(normalBelow(a)).toBeLessThanOrEqual(normalBelow(b));
      }),
    );
  });
});

describe('log-normal use', () => {
  // Price 20, 2 per million tokens, median 4 million: chapter 8.
  it.each([
    [0.5, 4.53, 0.03, 0.22],
    [1, 6.59, 0.18, 0.39],
    [1.5, 12.32, 0.27, 0.59],
    [2, 29.56, 0.32, 0.76],
  ])('with a spread of %d', (sigma, mean, losing, top) => {
    expect(meanUse(4, sigma)).toBeCloseTo(mean, 2);
    expect(shareAbove(10, 4, sigma)).toBeCloseTo(losing, 2);
    expect(useShareAbove(4 * Math.exp(sigma * 1.2815515655), 4, sigma)).toBeCloseTo(top, 2);
  });

  it('is saved by a cap', () => {
    expect(cappedMeanUse(4, 1.5, 15)).toBeCloseTo(6.14, 2);
    expect(cappedMeanUse(4, 1.5, 1e9)).toBeCloseTo(meanUse(4, 1.5), 3);
  });

  it('stays below the mean and the cap', () => {
    const positive = fc.double({ min: 0.1, max: 100, noNaN: true });
    const sigma = fc.double({ min: 0.1, max: 3, noNaN: true });
    fc.assert(
      fc.property(positive, sigma, positive, (median, spread, cap) => {
        const mean = cappedMeanUse(median, spread, cap);
        expect(mean).toBeLessThanOrEqual(Math.min(cap, meanUse(median, spread)) * (1 + 1e-9));
        expect(mean).toBeGreaterThan(0);
      }),
    );
  });
});

describe('a vote', () => {
  // Chapter 7, the table under equation 7.1.
  it.each([
    [0.4, [40, 32, 25, 15, 2]],
    [0.5, [50, 50, 50, 50, 50]],
    [0.6, [60, 68, 75, 85, 98]],
    [0.7, [70, 84, 92, 98, 100]],
  ])('of solvers that are right %d of the time', (accuracy, percent) => {
    const solved = [1, 5, 11, 25, 101].map((k) => Math.round(100 * majorityAccuracy(k, accuracy)));
    expect(solved).toEqual(percent);
  });

  it('is mirrored at one half, and a tie is worth no more than one solver fewer', () => {
    const share = fc.double({ min: 0.01, max: 0.99, noNaN: true });
    fc.assert(
      fc.property(share, fc.integer({ min: 1, max: 150 }), (p, half) => {
        const k = 2 * half - 1;
        expect(majorityAccuracy(k, p) + majorityAccuracy(k, 1 - p)).toBeCloseTo(1, 9);
        expect(majorityAccuracy(k + 1, p)).toBeCloseTo(majorityAccuracy(k, p), 9);
      }),
    );
  });

  it('is bounded by the checker, and by one solver where all answer alike', () => {
    expect(anyCorrect(10, 0.3)).toBeCloseTo(0.97, 2);
    expect(correlatedMajorityAccuracy(101, 0.7, 1)).toBeCloseTo(0.7, 12);
    expect(majorityAccuracy(301, 0)).toBe(0);
    expect(majorityAccuracy(301, 1)).toBe(1);
  });
});

describe('two groups', () => {
  it('leave the gaps of chapter 7', () => {
    const gaps = gapsBetween(ratesFrom(0.3, 0.8, 0.2), ratesFrom(0.5, 0.8, 0.2));
    expect(gaps.parity).toBeCloseTo(0.12, 9);
    expect(gaps.opportunity).toBe(0);
    expect(gaps.predictive).toBeCloseTo(0.17, 2);
    expect(gaps.ratio).toBeCloseTo(0.76, 9);
  });

  it('obey Chouldechova’s identity', () => {
    const share = fc.double({ min: 0.05, max: 0.95, noNaN: true });
    const score = fc.double({ min: -2, max: 3, noNaN: true });
    fc.assert(
      fc.property(
        share,
        score,
        fc.double({ min: 0, max: 3, noNaN: true }),
        (pi, threshold, apart) => {
          const rates = ratesAt({ baseRate: pi, separation: apart, shift: 0 }, threshold);
          const { falsePositive, truePositive, precision } = rates;
          const expected = (pi / (1 - pi)) * ((1 - precision) / precision) * truePositive;
          expect(falsePositive).toBeCloseTo(expected, 9);
        },
      ),
    );
  });
});

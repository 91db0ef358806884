/** Softmax against worked numbers, its closed form for two classes, and what must always hold. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { softmax } from '../../../src/maths/softmax.ts';

const scores = fc.array(fc.double({ min: -50, max: 50, noNaN: true }), {
  minLength: 1,
  maxLength: 8,
});
const temperature = fc.double({ min: 0.05, max: 20, noNaN: true });
const sumOf = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);
const rounded = (values: readonly number[]): number[] => values.map((p) => Number(p.toFixed(3)));

describe('softmax', () => {
  it('gives the numbers of chapter 3', () => {
    expect(rounded(softmax([1, 2, 3]).probabilities)).toEqual([0.09, 0.245, 0.665]);
    expect(rounded(softmax([1001, 1002, 1003]).probabilities)).toEqual([0.09, 0.245, 0.665]);
    const largest = [0.5, 1, 2].map((tau) => softmax([2, 1, 0, -1], tau).probabilities[0]!);
    expect(rounded(largest)).toEqual([0.865, 0.644, 0.455]);
  });

  it('is the logistic function of the difference for two classes', () => {
    fc.assert(
      fc.property(fc.double({ min: -20, max: 20, noNaN: true }), temperature, (z, tau) => {
        const [p] = softmax([z, 0], tau).probabilities;
        expect(p).toBeCloseTo(1 / (1 + Math.exp(-z / tau)), 12);
      }),
    );
  });

  it('adds up to 1, keeps the order, and does not see a number added to all', () => {
    fc.assert(
      fc.property(scores, temperature, fc.integer({ min: -1000, max: 1000 }), (z, tau, by) => {
        const { probabilities, weights, sum } = softmax(z, tau);
        expect(sumOf(probabilities)).toBeCloseTo(1, 10);
        expect(sum).toBeCloseTo(sumOf(weights), 10);
        expect(Math.max(...weights)).toBe(1);
        const best = z.indexOf(Math.max(...z));
        expect(probabilities[best]).toBe(Math.max(...probabilities));
        const moved = softmax(
          z.map((score) => score + by),
          tau,
        ).probabilities;
        for (const [k, p] of moved.entries()) expect(p).toBeCloseTo(probabilities[k]!, 9);
      }),
    );
  });

  it('takes the largest alone when cold, and all alike when hot', () => {
    expect(rounded(softmax([2, 1, 0, -1], 0.05).probabilities)).toEqual([1, 0, 0, 0]);
    for (const p of softmax([2, 1, 0, -1], 1e6).probabilities) expect(p).toBeCloseTo(0.25, 5);
  });
});

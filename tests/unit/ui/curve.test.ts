import { describe, expect, it } from 'vitest';
import { appendLosses, emptyCurve, tableRows } from '../../../src/ui/curve.ts';

const readings = (from: number, count: number, loss = (step: number) => 1 / step) =>
  Array.from({ length: count }, (_, i): [number, number] => [from + i, loss(from + i)]);

describe('appendLosses', () => {
  it('smooths over the last twenty readings', () => {
    const curve = appendLosses(
      emptyCurve,
      readings(1, 30, (step) => step),
    );
    expect(curve.steps).toHaveLength(30);
    expect(curve.raw[29]).toBe(30);
    expect(curve.smooth[29]).toBe(20.5);
  });

  it('never holds more than a screenful, and ends at the last step', () => {
    let curve = emptyCurve;
    for (let from = 1; from <= 20000; from += 50) curve = appendLosses(curve, readings(from, 50));
    expect(curve.steps.length).toBeLessThanOrEqual(600);
    expect(curve.steps.length).toBeGreaterThan(250);
    expect(20000 - curve.steps.at(-1)!).toBeLessThan(curve.stride);
    expect(curve.steps).toEqual([...curve.steps].sort((a, b) => a - b));
  });

  it('gives the same curve however the readings are dealt out', () => {
    const all = readings(1, 3000);
    let piecewise = emptyCurve;
    for (let i = 0; i < all.length; i += 7)
      piecewise = appendLosses(piecewise, all.slice(i, i + 7));
    const atOnce = all.reduce((curve, reading) => appendLosses(curve, [reading]), emptyCurve);
    expect(piecewise.stride).toBe(atOnce.stride);
    expect(piecewise.steps.at(-1)).toBe(atOnce.steps.at(-1));
    expect(piecewise.smooth.at(-1)).toBeCloseTo(atOnce.smooth.at(-1)!, 12);
  });

  it('leaves out what is not finite', () => {
    const curve = appendLosses(emptyCurve, [
      [1, 2],
      [2, Number.NaN],
      [3, 1],
    ]);
    expect(curve.steps).toEqual([1, 3]);
  });
});

describe('tableRows', () => {
  it('has the first and the last point and the held-out loss known by then', () => {
    const curve = appendLosses(emptyCurve, readings(1, 100));
    const rows = tableRows(curve, { steps: [50, 100], values: [0.5, 0.25] }, 5);
    expect(rows.map((row) => row.step)).toEqual([1, 26, 51, 75, 100]);
    expect(rows.map((row) => row.heldOut)).toEqual([null, null, 0.5, 0.5, 0.25]);
    expect(tableRows(emptyCurve, { steps: [], values: [] })).toEqual([]);
  });
});

import { describe, expect, it } from 'vitest';
import {
  appendLosses,
  emptyCurve,
  ghostLooks,
  noPoints,
  tableRows,
} from '../../../src/ui/curve.ts';

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
  const measured = (...steps: number[]) => ({ steps, values: steps.map((step) => 1 / step) });

  it('has the first step, round steps and the last, and held-out losses where they were measured', () => {
    const curve = appendLosses(emptyCurve, readings(1, 110));
    const rows = tableRows(curve, measured(50, 100, 110), 5);
    expect(rows.map((row) => row.step)).toEqual([1, 50, 100, 110]);
    expect(rows.map((row) => row.heldOut)).toEqual([null, 1 / 50, 1 / 100, 1 / 110]);
    expect(tableRows(emptyCurve, noPoints)).toEqual([]);
  });

  it.each([1, 2, 20, 399, 650, 1500, 2001, 20000])(
    'of a run of %i steps never repeats a held-out loss, and ends at the last step',
    (count) => {
      const curve = appendLosses(emptyCurve, readings(1, count));
      const every = Array.from({ length: Math.floor(count / 50) }, (_, i) => 50 * (i + 1));
      const heldOut = measured(...new Set([...every, count]));
      const rows = tableRows(curve, heldOut);
      expect(rows.length).toBeLessThanOrEqual(14);
      expect(rows.at(-1)!.step).toBe(count);
      expect(rows.at(-1)!.heldOut).toBe(1 / count);
      for (const { step, training, heldOut: loss } of rows) {
        const place = heldOut.steps.indexOf(step);
        expect(loss).toBe(place === -1 ? null : heldOut.values[place]);
        expect(Math.log(training * step)).toBeLessThan(2);
      }
      const inner = rows.slice(1, -1).map((row) => row.step);
      for (const step of inner) expect(step % inner[0]!).toBe(0);
    },
  );
});

describe('earlier runs', () => {
  it('never look alike', () => {
    const looks = ghostLooks.map(({ colour, dash }) => `${colour} ${dash.join()}`);
    expect(new Set(looks).size).toBe(ghostLooks.length);
    expect(new Set(ghostLooks.map(({ dash }) => dash.join())).size).toBe(ghostLooks.length);
  });
});

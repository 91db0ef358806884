import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  blendedMargin,
  breakEvenCustomers,
  burnMultiple,
  cappedLifetimeValue,
  costPlusPrice,
  grossMargin,
  lifetimeValue,
  netRevenueRetention,
  paybackMonths,
  runwayMonths,
} from '../../../src/economics/unit-economics.ts';

it('gives the placeholder customer an LTV of 750 and a payback of 10 months', () => {
  expect(lifetimeValue(50, 0.6, 0.04)).toBeCloseTo(750, 9);
  expect(lifetimeValue(50, 0.6, 0.04) / 300).toBeCloseTo(2.5, 9);
  expect(paybackMonths(300, 50, 0.6)).toBeCloseTo(10, 9);
  expect(cappedLifetimeValue(50, 0.6, 0.04, 36)).toBeCloseTo(577, 0);
  expect(paybackMonths(300, 50, -0.1)).toBeNull();
});

it('never counts more in some months than in all', () => {
  const share = fc.double({ min: 0.001, max: 1, noNaN: true });
  fc.assert(
    fc.property(share, share, fc.integer({ min: 1, max: 600 }), (margin, churn, months) => {
      const capped = cappedLifetimeValue(50, margin, churn, months);
      expect(capped).toBeLessThanOrEqual(lifetimeValue(50, margin, churn) * (1 + 1e-12));
      expect(capped).toBeGreaterThanOrEqual(50 * margin * (1 - 1e-9));
    }),
  );
});

it('breaks even at 2,000 customers, or never', () => {
  expect(breakEvenCustomers(60_000, 50, 20)).toBe(2000);
  expect(breakEvenCustomers(60_000, 50, 60)).toBeNull();
  expect(breakEvenCustomers(60_000, 50, 50)).toBeNull();
});

it('reckons the cash of chapter 8', () => {
  expect(runwayMonths(2.4e6, 120_000)).toBe(20);
  expect(burnMultiple(1.44e6, 900_000)).toBeCloseTo(1.6, 9);
  expect(netRevenueRetention(100, 15, 5, 8)).toBeCloseTo(1.02, 9);
  expect(runwayMonths(1, 0)).toBeNull();
  expect(burnMultiple(1, 0)).toBeNull();
});

it('leaves the margin that a price was set for', () => {
  expect(costPlusPrice(8, 0.6)).toBeCloseTo(20, 9);
  const share = fc.double({ min: 0, max: 0.99, noNaN: true });
  fc.assert(
    fc.property(fc.double({ min: 0.01, max: 1e6, noNaN: true }), share, (cost, wanted) => {
      expect(grossMargin(costPlusPrice(cost, wanted), cost)).toBeCloseTo(wanted, 9);
    }),
  );
  expect(grossMargin(0, 1)).toBeNull();
});

it('blends margins by revenue', () => {
  const mix = (a: number, b: number, c: number): number =>
    blendedMargin([
      { revenue: a, margin: 0.6 },
      { revenue: b, margin: 0.25 },
      { revenue: c, margin: 0.4 },
    ]).margin;
  expect(mix(50, 30, 20)).toBeCloseTo(0.455, 9);
  expect(mix(30, 50, 20)).toBeCloseTo(0.385, 9);
  expect(mix(0, 0, 0)).toBe(0);
});

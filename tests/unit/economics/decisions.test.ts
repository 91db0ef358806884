import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  alarmThreshold,
  negativePredictiveValue,
  outcomeShares,
  positivePredictiveValue,
  valuePerCase,
} from '../../../src/economics/classifier.ts';
import {
  liftRevenue,
  smallestDifference,
  testDays,
  usersPerArm,
} from '../../../src/economics/experiment.ts';
import { doublingYears, grown, yearsTo } from '../../../src/economics/growth.ts';
import { evenVolumeMtok, firstYearCost } from '../../../src/economics/make-or-buy.ts';
import {
  besirogluFit,
  hoffmannFit,
  optimum,
  ruleOfThumb,
  scalingLoss,
} from '../../../src/economics/scaling-law.ts';

describe('a classifier', () => {
  const classifier = { sensitivity: 0.9, specificity: 0.95, prevalence: 0.01 };
  const stakes = { truePositive: 40, falseNegative: 0, falsePositive: 2, inference: 0.001 };

  it('has 15.4 % real alarms where one case in a hundred is positive', () => {
    expect(positivePredictiveValue(classifier)).toBeCloseTo(0.154, 3);
    expect(positivePredictiveValue({ ...classifier, prevalence: 0.2 })).toBeCloseTo(0.818, 3);
    expect(negativePredictiveValue(classifier)).toBeCloseTo(0.9989, 4);
  });

  it('agrees with the sepsis alarm: 181 alarms, 22 real, 44 missed in a thousand', () => {
    const shares = outcomeShares({ sensitivity: 0.33, specificity: 0.83, prevalence: 0.066 });
    expect(1000 * (shares.truePositive + shares.falsePositive)).toBeCloseTo(181, 0);
    expect(1000 * shares.truePositive).toBeCloseTo(22, 0);
    expect(1000 * shares.falseNegative).toBeCloseTo(44, 0);
  });

  it('is worth what chapter 5 says', () => {
    expect(10_000 * valuePerCase(classifier, stakes)).toBeCloseTo(2600, 6);
    const worse = { ...classifier, specificity: 0.8 };
    expect(10_000 * valuePerCase(worse, stakes)).toBeCloseTo(-370, 6);
    expect(alarmThreshold(stakes)).toBeCloseTo(0.048, 3);
  });

  it('divides all cases into four, and PPV grows with prevalence', () => {
    const share = fc.double({ min: 0.01, max: 0.99, noNaN: true });
    fc.assert(
      fc.property(share, share, share, share, (sensitivity, specificity, a, b) => {
        const at = (prevalence: number): number =>
          positivePredictiveValue({ sensitivity, specificity, prevalence }) ?? 0;
        const shares = outcomeShares({ sensitivity, specificity, prevalence: a });
        const sum =
          shares.truePositive + shares.falseNegative + shares.falsePositive + shares.trueNegative;
        expect(sum).toBeCloseTo(1, 12);
        if (a < b) expect(at(a)).toBeLessThanOrEqual(at(b) + 1e-12);
      }),
    );
  });

  it('says nothing where there is nothing to divide by', () => {
    expect(positivePredictiveValue({ sensitivity: 0, specificity: 1, prevalence: 0.1 })).toBeNull();
    expect(negativePredictiveValue({ sensitivity: 1, specificity: 0, prevalence: 0.1 })).toBeNull();
    expect(alarmThreshold({ ...stakes, truePositive: 0, falsePositive: 0 })).toBeNull();
  });
});

describe('an experiment', () => {
  it('needs 190,000 users in each arm and 19 days', () => {
    expect(usersPerArm(0.05, 0.002)).toBeCloseTo(190_000, 6);
    expect(testDays(190_000, 20_000)).toBe(19);
    expect(liftRevenue(1e7, 0.002, 0.5)).toBeCloseTo(10_000, 9);
    expect(usersPerArm(0.03, 0.003)).toBeCloseTo(51_733, 0);
    expect(smallestDifference(0.03, 28_000)).toBeCloseTo(0.0041, 4);
  });

  it('sees the difference that it was sized for', () => {
    const rate = fc.double({ min: 0.001, max: 0.999, noNaN: true });
    fc.assert(
      fc.property(rate, fc.double({ min: 0.0001, max: 0.2, noNaN: true }), (p, difference) => {
        expect(smallestDifference(p, usersPerArm(p, difference))).toBeCloseTo(difference, 12);
      }),
    );
  });
});

describe('growth', () => {
  it('doubles and halves as the background page says', () => {
    expect(12 * doublingYears(4.6)!).toBeCloseTo(5.5, 1);
    expect(12 * doublingYears(0.1)!).toBeCloseTo(3.6, 1);
    expect(12 * doublingYears(1 / 900)!).toBeCloseTo(1.2, 1);
    expect(doublingYears(1)).toBeNull();
    expect(yearsTo(1, 1000, 4.6)).toBeCloseTo(4.5, 1);
    expect(yearsTo(100, 1000, 2.1)).toBeCloseTo(3.1, 1);
    expect(yearsTo(0.8, 0.2, 2 / 3)).toBeCloseTo(3.4, 1);
    expect(yearsTo(0.8, 0.2, 1)).toBeNull();
    expect(yearsTo(1, 10, 0.5)).toBeNull();
  });

  it('arrives when it says', () => {
    const positive = fc.double({ min: 0.01, max: 1e6, noNaN: true });
    fc.assert(
      fc.property(positive, positive, fc.double({ min: 0.05, max: 20, noNaN: true }), (a, b, g) => {
        const years = yearsTo(a, b, g);
        if (years !== null && years < 1e4) expect(grown(a, g, years) / b).toBeCloseTo(1, 6);
      }),
    );
  });
});

describe('make or buy', () => {
  const lower = { fixedCost: 30_000, costPerMtok: 3 };
  const higher = { fixedCost: 90_000, costPerMtok: 1 };

  it('meets at 2,500 million tokens a month', () => {
    const volume = evenVolumeMtok(lower, higher)!;
    expect(volume).toBe(2500);
    expect(firstYearCost(lower, volume)).toBe(firstYearCost(higher, volume));
    expect(evenVolumeMtok(lower, { ...higher, costPerMtok: 3 })).toBeNull();
    expect(evenVolumeMtok(lower, { fixedCost: 1, costPerMtok: 1 })).toBe(0);
  });
});

describe('the scaling law', () => {
  const gpt3 = 3.15e23;

  it('gives GPT-3’s compute to 51 B parameters and 1.0 T tokens by the rule of thumb', () => {
    const { parameters, tokens } = ruleOfThumb(gpt3);
    expect(parameters / 51e9).toBeCloseTo(1, 2);
    expect(tokens / 1.02e12).toBeCloseTo(1, 2);
    expect((6 * parameters * tokens) / gpt3).toBeCloseTo(1, 12);
  });

  it('agrees with chapter 1', () => {
    expect(scalingLoss(hoffmannFit, 175e9, 300e9)).toBeCloseTo(2.0, 2);
    const rule = ruleOfThumb(gpt3);
    expect(scalingLoss(hoffmannFit, rule.parameters, rule.tokens)).toBeCloseTo(1.96, 2);
    expect(scalingLoss(hoffmannFit, 70e9, 1.4e12)).toBeCloseTo(1.94, 2);
    const best = optimum(hoffmannFit, gpt3);
    expect(best.tokens / best.parameters).toBeCloseTo(87, 0);
    const smaller = optimum(hoffmannFit, 1e23);
    expect(smaller.tokens / smaller.parameters).toBeCloseTo(78, 0);
  });

  it.each([
    ['Hoffmann', hoffmannFit, 2.005, 2.012],
    ['Besiroglu', besirogluFit, 2.032, 2.039],
  ] as const)(
    'halves the best model as exercise 3 of chapter 1 says (%s)',
    (_, fit, best, half) => {
      const { parameters, tokens } = optimum(fit, 1e23);
      expect(scalingLoss(fit, parameters, tokens)).toBeCloseTo(best, 3);
      expect(scalingLoss(fit, parameters / 2, tokens * 2)).toBeCloseTo(half, 3);
    },
  );

  it('has its lowest loss at the optimum', () => {
    const factor = fc.double({ min: 0.1, max: 10, noNaN: true });
    for (const fit of [hoffmannFit, besirogluFit]) {
      fc.assert(
        fc.property(factor, (by) => {
          const best = optimum(fit, gpt3);
          const elsewhere = scalingLoss(fit, best.parameters * by, best.tokens / by);
          const least = scalingLoss(fit, best.parameters, best.tokens);
          expect(elsewhere).toBeGreaterThanOrEqual(least - 1e-12);
        }),
      );
    }
  });
});

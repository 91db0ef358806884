/** What the alarms of a classifier are worth when what it looks for is rare. Shares in [0, 1]. */

export interface Classifier {
  /** Share of the positive cases that it reports, s. */
  readonly sensitivity: number;
  /** Share of the negative cases that it passes, c. */
  readonly specificity: number;
  /** Share of positive cases, π. */
  readonly prevalence: number;
}

export interface Shares {
  readonly truePositive: number;
  readonly falseNegative: number;
  readonly falsePositive: number;
  readonly trueNegative: number;
}

/** The four outcomes as shares of all cases; they sum to 1. */
export function outcomeShares({ sensitivity, specificity, prevalence }: Classifier): Shares {
  return {
    truePositive: prevalence * sensitivity,
    falseNegative: prevalence * (1 - sensitivity),
    falsePositive: (1 - prevalence) * (1 - specificity),
    trueNegative: (1 - prevalence) * specificity,
  };
}

/** PPV = sπ / (sπ + (1 − c)(1 − π)); null where there are no alarms. */
export function positivePredictiveValue(classifier: Classifier): number | null {
  const { truePositive, falsePositive } = outcomeShares(classifier);
  const alarms = truePositive + falsePositive;
  return alarms > 0 ? truePositive / alarms : null;
}

/** NPV = c(1 − π) / (c(1 − π) + (1 − s)π); null where everything is reported. */
export function negativePredictiveValue(classifier: Classifier): number | null {
  const { trueNegative, falseNegative } = outcomeShares(classifier);
  const passed = trueNegative + falseNegative;
  return passed > 0 ? trueNegative / passed : null;
}

export interface Stakes {
  /** Gained by each case found. */
  readonly truePositive: number;
  /** Lost by each case missed. */
  readonly falseNegative: number;
  /** Lost by each false alarm. */
  readonly falsePositive: number;
  /** Of judging one case. */
  readonly inference: number;
}

/** V / N = π s V_TP − π(1−s) C_FN − (1−π)(1−c) C_FP − c_inf, money per case. */
export function valuePerCase(classifier: Classifier, stakes: Stakes): number {
  const shares = outcomeShares(classifier);
  return (
    shares.truePositive * stakes.truePositive -
    shares.falseNegative * stakes.falseNegative -
    shares.falsePositive * stakes.falsePositive -
    stakes.inference
  );
}

/** A calibrated probability above C_FP / (V_TP + C_FN + C_FP) is worth an alarm; null without stakes. */
export function alarmThreshold({
  truePositive,
  falseNegative,
  falsePositive,
}: Stakes): number | null {
  const sum = truePositive + falseNegative + falsePositive;
  return sum > 0 ? falsePositive / sum : null;
}

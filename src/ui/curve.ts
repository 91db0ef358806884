/**
 * A training curve that never outgrows the screen: however long a run is, at most `maxPoints`
 * points are kept, each the mean of `stride` readings.
 */

const maxPoints = 600;
const window = 20;

export interface Curve {
  /** Readings in one point. */
  readonly stride: number;
  /** The step of each point's last reading, ascending. */
  readonly steps: readonly number[];
  /** Mean loss of the readings in each point. */
  readonly raw: readonly number[];
  /** Mean loss of the last 20 readings at each point. */
  readonly smooth: readonly number[];
  /** The last 20 readings. */
  readonly recent: readonly number[];
  /** Readings that do not fill a point yet. */
  readonly pending: readonly number[];
}

export const emptyCurve: Curve = {
  stride: 1,
  steps: [],
  raw: [],
  smooth: [],
  recent: [],
  pending: [],
};

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/** Every two neighbouring points become one; an odd last one waits for its partner as pending. */
function halve(curve: Curve): Curve {
  const pairs = Math.floor(curve.steps.length / 2);
  const second = (values: readonly number[]): number[] =>
    Array.from({ length: pairs }, (_, i) => values[2 * i + 1]!);
  const odd = curve.steps.length % 2 === 1 ? curve.raw.at(-1)! : null;
  return {
    ...curve,
    stride: curve.stride * 2,
    steps: second(curve.steps),
    raw: Array.from({ length: pairs }, (_, i) => (curve.raw[2 * i]! + curve.raw[2 * i + 1]!) / 2),
    smooth: second(curve.smooth),
    pending: odd === null ? [] : Array.from({ length: curve.stride }, () => odd),
  };
}

/** @param readings [step, loss], ascending; a loss that is not finite is left out. */
export function appendLosses(
  curve: Curve,
  readings: readonly (readonly [number, number])[],
): Curve {
  if (readings.length === 0) return curve;
  const steps = [...curve.steps];
  const raw = [...curve.raw];
  const smooth = [...curve.smooth];
  const recent = [...curve.recent];
  let pending = [...curve.pending];
  for (const [step, loss] of readings) {
    if (!Number.isFinite(loss)) continue;
    recent.push(loss);
    if (recent.length > window) recent.shift();
    pending.push(loss);
    if (pending.length < curve.stride) continue;
    steps.push(step);
    raw.push(mean(pending));
    smooth.push(mean(recent));
    pending = [];
  }
  const next = { stride: curve.stride, steps, raw, smooth, recent, pending };
  return steps.length > maxPoints ? halve(next) : next;
}

/** Values on the steps at which they were taken. */
export interface Points {
  readonly steps: readonly number[];
  readonly values: readonly number[];
}

export const noPoints: Points = { steps: [], values: [] };

/** An earlier run, drawn behind the present one. */
export interface Ghost {
  readonly id: string;
  readonly label: string;
  readonly training: Points;
  readonly heldOut: Points;
}

/** A horizontal dashed line. */
export interface Baseline {
  readonly label: string;
  readonly value: number;
}

/** Rows of the table view: about `count` of the points, first and last among them. */
export function tableRows(
  curve: Curve,
  heldOut: Points,
  count = 12,
): { step: number; training: number; heldOut: number | null }[] {
  const last = curve.steps.length - 1;
  if (last < 0) return [];
  const wanted = Math.min(count, last + 1);
  const indices = Array.from({ length: wanted }, (_, i) =>
    wanted === 1 ? last : Math.round((i * last) / (wanted - 1)),
  );
  return indices.map((index) => {
    const step = curve.steps[index]!;
    let known: number | null = null;
    for (const [i, at] of heldOut.steps.entries()) if (at <= step) known = heldOut.values[i]!;
    return { step, training: curve.smooth[index]!, heldOut: known };
  });
}

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

/** Colour token and dashes of earlier runs, in the plot as in its legend. */
export const ghostLooks: readonly { colour: string; dash: readonly number[] }[] = [
  { colour: '--d3', dash: [6, 4] },
  { colour: '--d4', dash: [2, 3] },
  { colour: '--soft', dash: [9, 3, 2, 3] },
  { colour: '--ink', dash: [12, 4] },
];

/** An earlier run, drawn behind the present one. */
export interface Ghost {
  readonly id: string;
  readonly label: string;
  /** Which of `ghostLooks` it is drawn in; no two at once have the same. */
  readonly look: number;
  readonly training: Points;
  readonly heldOut: Points;
}

/** A horizontal dashed line. */
export interface Baseline {
  readonly label: string;
  readonly value: number;
}

/** The mean of the last 20 readings at the nearest point that the curve has kept; null without any. */
export function smoothAt({ steps, smooth }: Curve, step: number): number | null {
  const after = steps.findIndex((at) => at >= step);
  if (after === -1) return smooth.at(-1) ?? null;
  const before = after > 0 && step - steps[after - 1]! < steps[after]! - step;
  return smooth[before ? after - 1 : after]!;
}

/** The step of the last reading, whether it fills a point or not. */
const lastStep = ({ steps, pending }: Curve): number => (steps.at(-1) ?? 0) + pending.length;

/** The least of 1, 2, 5, 10, 20, 50 … that is not below `value`. */
function roundStep(value: number): number {
  for (let power = 1; ; power *= 10)
    for (const factor of [1, 2, 5]) if (factor * power >= value) return factor * power;
}

/** Rows of the table view: the first step, round ones, and the last; a held-out loss only where it was measured. */
export function tableRows(
  curve: Curve,
  heldOut: Points,
  count = 12,
): { step: number; training: number; heldOut: number | null }[] {
  const last = lastStep(curve);
  if (last === 0) return [];
  const every = roundStep(last / count);
  const round = Array.from({ length: Math.ceil(last / every) - 1 }, (_, i) => (i + 1) * every);
  const rows = [...new Set([curve.steps[0] ?? last, ...round, last])];
  return rows.map((step) => ({
    step,
    training: step === last ? mean(curve.recent) : smoothAt(curve, step)!,
    heldOut: heldOut.values[heldOut.steps.indexOf(step)] ?? null,
  }));
}

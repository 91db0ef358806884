/** How an operation of two tensors goes through both, where their shapes differ. */

/** A result in rows, in three dimensions that step differently through the two tensors. */
export interface Walk {
  readonly shape: readonly number[];
  /** Elements of a row, and whether each tensor goes on with it or has one number for all of it. */
  readonly wide: number;
  readonly own: readonly [boolean, boolean];
  /** Rows of the second and of the third dimension. */
  readonly rows: readonly [number, number];
  /** Elements from one row to the next, for each tensor in the first to the third dimension. */
  readonly steps: readonly [readonly number[], readonly number[]];
}

/** Neighbouring axes that can be gone through as one. */
interface Group {
  size: number;
  readonly steps: readonly [number, number];
}

/** Elements from one to the next along every axis; 0 where an axis is broadcast. */
function stepsOf(shape: readonly number[], rank: number): number[] {
  const steps = new Array<number>(rank).fill(0);
  let step = 1;
  for (let axis = 1; axis <= shape.length; axis++) {
    const length = shape.at(-axis)!;
    if (length !== 1) steps[rank - axis] = step;
    step *= length;
  }
  return steps;
}

/** @returns null where more than three dimensions would be needed, or the shapes do not fit */
export function walk(a: readonly number[], b: readonly number[]): Walk | null {
  const rank = Math.max(a.length, b.length);
  const steps = [stepsOf(a, rank), stepsOf(b, rank)] as const;
  const shape: number[] = [];
  const groups: Group[] = []; // the innermost first
  for (let axis = rank - 1; axis >= 0; axis--) {
    const [lengthA, lengthB] = [a[axis - rank + a.length] ?? 1, b[axis - rank + b.length] ?? 1];
    const length = lengthA === 1 ? lengthB : lengthA;
    if (lengthB !== 1 && lengthB !== length) return null;
    shape.unshift(length);
    if (length === 1) continue;
    const here = [steps[0][axis]!, steps[1][axis]!] as const;
    const inner = groups.at(-1);
    if (inner !== undefined && here.every((step, i) => step === inner.steps[i]! * inner.size)) {
      inner.size *= length;
    } else groups.push({ size: length, steps: here });
  }
  if (groups.length > 4) return null;
  const [row = { size: 1, steps: [1, 1] }, third, second, first] = groups;
  const stepsFor = (i: 0 | 1) => [first, second, third].map((group) => group?.steps[i] ?? 0);
  return {
    shape,
    wide: row.size,
    own: [row.steps[0] !== 0, row.steps[1] !== 0],
    rows: [second?.size ?? 1, third?.size ?? 1],
    steps: [stepsFor(0), stepsFor(1)],
  };
}

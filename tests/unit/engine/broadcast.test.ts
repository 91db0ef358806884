/** Walking through two tensors of different shapes at once. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { walk, type Walk } from '../../../src/engine/wasm/broadcast.ts';

const product = (sizes: readonly number[]): number => sizes.reduce((all, one) => all * one, 1);

/** Which element of a tensor of that shape stands at a place of the result. */
function elementAt(shape: readonly number[], place: readonly number[]): number {
  return shape.reduce((at, length, axis) => {
    const i = place.at(axis - shape.length)!;
    return at * length + (length === 1 ? 0 : i);
  }, 0);
}

/** The elements of both tensors for every element of the result, in order. */
function* follow({ shape, wide, own, rows: [second, third], steps }: Walk) {
  for (let at = 0; at < product(shape); at++) {
    const [row, column] = [Math.floor(at / wide), at % wide];
    const place = [Math.floor(row / third / second), Math.floor(row / third) % second, row % third];
    yield [0, 1].map((i) => {
      const start = place.reduce((sum, n, axis) => sum + n * steps[i]![axis]!, 0);
      return start + (own[i]! ? column : 0);
    });
  }
}

function* expected(shape: readonly number[], a: readonly number[], b: readonly number[]) {
  const strides = shape.map((_, axis) => product(shape.slice(axis + 1)));
  for (let at = 0; at < product(shape); at++) {
    const place = shape.map((length, axis) => Math.floor(at / strides[axis]!) % length);
    yield [elementAt(a, place), elementAt(b, place)];
  }
}

test('goes through every pair of shapes as broadcasting says', () => {
  const axis = fc.record({
    length: fc.integer({ min: 1, max: 4 }),
    a: fc.boolean(),
    b: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.array(axis, { maxLength: 5 }), fc.nat(5), (axes, shorter) => {
      const a = axes.map(({ length, a }) => (a ? length : 1));
      const whole = axes.map(({ length, b }) => (b ? length : 1));
      const b = whole.slice(Math.min(shorter, whole.length));
      const plan = walk(a, b);
      if (plan === null) {
        // Neighbouring axes must differ in what they do, four times.
        expect(axes.length).toBeGreaterThan(4);
        return;
      }
      const shape = a.map((length, i) => Math.max(length, b.at(i - a.length) ?? 1));
      expect(plan.shape).toEqual(shape);
      expect([...follow(plan)]).toEqual([...expected(shape, a, b)]);
    }),
    { seed: 20261126, numRuns: 400 },
  );
});

test.each([
  [[2, 3], [2, 3], 6],
  [[7, 5], [1], 35],
  [[7, 5], [5], 5],
  [[4, 3, 5], [4, 3, 1], 5],
  [[2, 6, 3, 8], [6, 1, 8], 8],
  [[], [], 1],
])('%j with %j in rows of %i', (a, b, wide) => {
  expect(walk(a, b)?.wide).toBe(wide);
});

test('shapes that do not fit are refused', () => {
  expect(walk([2, 3], [2, 4])).toBeNull();
});

import { expect, it } from 'vitest';
import { Pace } from '../../../../src/training/run/pace.ts';

it('takes one step first, and then as many as fit into a quarter of a second', () => {
  const pace = new Pace();
  expect(pace.next(8)).toBe(1);
  pace.took(1, 60_000);
  expect(pace.next(8)).toBe(1);
  pace.took(1, 50);
  expect(pace.next(8)).toBe(5);
  pace.took(5, 5);
  expect(pace.next(8)).toBe(8);
  expect(pace.next(3)).toBe(3);
  pace.took(8, 0);
  expect(pace.next(8)).toBe(8);
  pace.took(8, 8 * 12_000);
  expect(pace.next(8)).toBe(1);
});

/** How many threads are taken, from times as they were measured where browsers lie about cores. */
import { describe, expect, test } from 'vitest';
import { worthHaving } from '../../../src/engine/wasm/crew.ts';

const times = (...entries: readonly [number, readonly number[]][]) => new Map(entries);

describe('threads', () => {
  test('all are taken where each has a core', () => {
    expect(worthHaving(times([4, [1, 1, 1]], [2, [2, 2, 2]], [1, [4, 4, 4]]))).toBe(4);
  });

  test('half of them where they stand in each other’s way', () => {
    expect(worthHaving(times([4, [6, 9, 5]], [2, [2, 2, 3]], [1, [4, 4, 4]]))).toBe(2);
  });

  test('one where there is one core', () => {
    expect(worthHaving(times([2, [8, 8, 7]], [1, [4, 4, 4]]))).toBe(1);
  });

  test('one round that was disturbed decides nothing', () => {
    expect(worthHaving(times([2, [2, 40, 2]], [1, [4, 4, 4]]))).toBe(2);
  });

  test('what is hardly slower is taken: a longer job may gain', () => {
    expect(worthHaving(times([2, [5, 5, 5]], [1, [4, 4, 4]]))).toBe(2);
  });

  test('a clock too coarse to tell leaves all of them', () => {
    expect(
      worthHaving(times([8, [0, 0, 16]], [4, [0, 0, 0]], [2, [0, 0, 0]], [1, [0, 0, 0]])),
    ).toBe(8);
  });
});

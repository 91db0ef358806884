import { describe, expect, it } from 'vitest';
import {
  cellAfterKey,
  cellAt,
  layoutMap,
  meanWeights,
  strongestInRow,
  tokenLabel,
} from '../../../src/ui/heat-map.ts';

describe('heat map', () => {
  it('fits the width, and drops labels where cells are too small for them', () => {
    const roomy = layoutMap(320, 6, 8, 24);
    expect(roomy.width).toBeLessThanOrEqual(320);
    expect(roomy.left).toBe(24);
    const crowded = layoutMap(320, 100, 100, 24);
    expect(crowded).toMatchObject({ left: 0, cell: 3, width: 300 });
  });

  it('finds the cell under a point', () => {
    const layout = layoutMap(320, 6, 8, 24);
    expect(cellAt(layout, 6, 8, 25, 25)).toEqual({ row: 0, column: 0 });
    expect(cellAt(layout, 6, 8, 10, 25)).toBeNull();
  });

  it('walks with the arrow keys and stops at the edges', () => {
    expect(cellAfterKey(null, 'ArrowRight', 2, 2)).toEqual({ row: 0, column: 0 });
    expect(cellAfterKey({ row: 0, column: 0 }, 'ArrowRight', 2, 2)).toEqual({ row: 0, column: 1 });
    expect(cellAfterKey({ row: 0, column: 1 }, 'ArrowRight', 2, 2)).toEqual({ row: 0, column: 1 });
    expect(cellAfterKey({ row: 0, column: 0 }, 'ArrowUp', 2, 2)).toEqual({ row: 0, column: 0 });
    expect(cellAfterKey({ row: 0, column: 0 }, 'x', 2, 2)).toBeNull();
  });

  it('leads to the ends of a row with Home and End, to the corners with Ctrl', () => {
    const from = { row: 1, column: 1 };
    expect(cellAfterKey(from, 'Home', 3, 4)).toEqual({ row: 1, column: 0 });
    expect(cellAfterKey(from, 'End', 3, 4)).toEqual({ row: 1, column: 3 });
    expect(cellAfterKey(from, 'Home', 3, 4, true)).toEqual({ row: 0, column: 0 });
    expect(cellAfterKey(from, 'End', 3, 4, true)).toEqual({ row: 2, column: 3 });
  });

  it('finds where a row looks most', () => {
    expect(strongestInRow([[0.2, 0.7, 0.1]], 0)).toEqual({ row: 0, column: 1 });
    expect(strongestInRow([], 0)).toBeNull();
  });

  it('averages heads and makes whitespace visible', () => {
    expect(meanWeights([[[1, 0]], [[0, 1]]])).toEqual([[0.5, 0.5]]);
    expect(meanWeights([])).toEqual([]);
    expect(tokenLabel('\n')).toBe('↵');
  });
});

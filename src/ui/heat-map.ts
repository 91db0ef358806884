/** Geometry of a heat map: which cell lies under a point, and where the arrow keys lead. */

export interface Cell {
  readonly row: number;
  readonly column: number;
}

export interface MapLayout {
  /** Side of a cell in CSS pixels. */
  readonly cell: number;
  /** Room for the row and column labels; 0 where cells are too small to label. */
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

const largestCell = 36;
const labelledCell = 13;

/** @param available width in CSS pixels. */
export function layoutMap(
  available: number,
  rows: number,
  columns: number,
  labelWidth: number,
): MapLayout {
  const labelled = (available - labelWidth) / columns >= labelledCell;
  const left = labelled ? labelWidth : 0;
  const cell = Math.max(1, Math.min(largestCell, Math.floor((available - left) / columns)));
  const top = labelled ? labelWidth : 0;
  return { cell, left, top, width: left + cell * columns, height: top + cell * rows };
}

/** null outside the cells. */
export function cellAt(
  layout: MapLayout,
  rows: number,
  columns: number,
  x: number,
  y: number,
): Cell | null {
  const column = Math.floor((x - layout.left) / layout.cell);
  const row = Math.floor((y - layout.top) / layout.cell);
  return row >= 0 && row < rows && column >= 0 && column < columns ? { row, column } : null;
}

/**
 * The cell that a key leads to, or null where the key is none of ours. The first arrow reads the first
 * cell; Home and End stay in the row, with Ctrl they lead to the corners.
 */
export function cellAfterKey(
  cell: Cell | null,
  key: string,
  rows: number,
  columns: number,
  ctrl = false,
): Cell | null {
  const from = cell ?? { row: 0, column: 0 };
  const within = (value: number, count: number): number => Math.max(0, Math.min(count - 1, value));
  switch (key) {
    case 'ArrowUp':
      return { ...from, row: within(from.row - 1, rows) };
    case 'ArrowDown':
      return { ...from, row: within(cell === null ? 0 : from.row + 1, rows) };
    case 'ArrowLeft':
      return { ...from, column: within(from.column - 1, columns) };
    case 'ArrowRight':
      return { ...from, column: within(cell === null ? 0 : from.column + 1, columns) };
    case 'Home':
      return { row: ctrl ? 0 : from.row, column: 0 };
    case 'End':
      return { row: ctrl ? rows - 1 : from.row, column: columns - 1 };
    default:
      return null;
  }
}

/** Where a row looks most. */
export function strongestInRow(weights: readonly (readonly number[])[], row: number): Cell | null {
  const values = weights[row];
  return values === undefined || values.length === 0
    ? null
    : { row, column: values.indexOf(Math.max(...values)) };
}

/** Whitespace made visible, so that every token has a label. */
export function tokenLabel(token: string): string {
  const shown: Readonly<Record<string, string>> = { ' ': '␠', '\n': '↵', '\t': '⇥', '': '∅' };
  return shown[token] ?? token;
}

/** The mean of several maps of one shape. */
export function meanWeights(maps: readonly (readonly (readonly number[])[])[]): number[][] {
  const [first] = maps;
  if (first === undefined) return [];
  return first.map((row, r) =>
    row.map((_, c) => maps.reduce((sum, map) => sum + map[r]![c]!, 0) / maps.length),
  );
}

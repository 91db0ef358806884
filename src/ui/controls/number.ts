/** Reads what was typed into a number box. */

export interface NumberBounds {
  readonly min: number;
  readonly max: number;
  /** Whole numbers only. */
  readonly whole: boolean;
}

/** @returns null where the text is no number within the bounds. */
export function parseNumber(text: string, { min, max, whole }: NumberBounds): number | null {
  const value = text.trim() === '' ? Number.NaN : Number(text);
  if (!Number.isFinite(value) || value < min || value > max) return null;
  return whole && !Number.isInteger(value) ? null : value;
}

/** Cutting a text into training windows. */
import type { Random } from '../../../maths/random/streams.ts';

/** Token ids row by row: `input` [B, T] and `labels` [B, T], which is the same text one token later. */
export interface Windows {
  readonly B: number;
  readonly T: number;
  readonly input: Int32Array;
  readonly labels: Int32Array;
}

// #region windows
/** T tokens from each start j, counted from 0, and the T tokens one later. */
export function cutWindows(
  text: Int32Array, // t_1 … t_n
  starts: readonly number[], // B of them
  T: number,
): Windows {
  const B = starts.length;
  const input = new Int32Array(B * T);
  const labels = new Int32Array(B * T);
  for (const [row, j] of starts.entries()) {
    input.set(text.subarray(j, j + T), row * T);
    labels.set(text.subarray(j + 1, j + T + 1), row * T);
  }
  return { B, T, input, labels };
}

/** B starts drawn uniformly; a window needs T + 1 tokens. */
export function randomStarts(
  length: number, // n
  B: number,
  T: number,
  random: Random,
): number[] {
  return Array.from({ length: B }, () => random.integer(length - T));
}
// #endregion windows

/** At most `limit` starts spread evenly over a text, without overlap where it is long enough. */
export function evenStarts(length: number, T: number, limit: number): number[] {
  const count = Math.max(1, Math.min(limit, Math.floor((length - 1) / T)));
  const gap = Math.max(0, length - 1 - T) / Math.max(1, count - 1);
  return Array.from({ length: count }, (_, i) => Math.round(i * gap));
}

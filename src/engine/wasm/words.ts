/** How what a kernel is given comes into memory. */

/**
 * Writes arguments as the kernels read them.
 * @param at the first place
 * @param places which of them are floats; see `Layout`
 */
export function writeWords(
  integers: Int32Array,
  floats: Float32Array,
  at: number,
  words: readonly number[],
  places: readonly number[],
): void {
  for (let i = 0; i < words.length; i++) integers[at + i] = words[i]!;
  for (const place of places) floats[at + place] = words[place]!;
}

/** What we use of `subset-font`, which ships no types. */
declare module 'subset-font' {
  /** A font with only the characters of `text`. */
  export default function subsetFont(
    font: Uint8Array,
    text: string,
    options: { targetFormat: 'woff2'; variationAxes?: Record<string, number> },
  ): Promise<Uint8Array>;
}

/** Writes a number so that it stands in a box or a link, short, and is read back as the same. */
import type { Language } from '../language.ts';

/** How a box writes its number; `plain` without. */
export type BoxFormat = 'plain' | 'big' | 'scientific';

const scales: Readonly<Record<Language, readonly (readonly [number, string])[]>> = {
  zh: [
    [1e12, '万亿'],
    [1e8, '亿'],
    [1e4, '万'],
  ],
  en: [
    [1e12, 'T'],
    [1e9, 'B'],
    [1e6, 'M'],
  ],
};

/** At most `digits` significant digits, no exponent, no trailing zeros, thousands apart. */
export function trimmed(value: number, digits: number): string {
  const rounded = Number(value.toPrecision(digits));
  return rounded.toLocaleString('en-US', { maximumSignificantDigits: digits });
}

/** 175B or 1750亿; plain below a million (万 below ten thousand). */
export function formatBig(value: number, language: Language, digits: number): string {
  const rounded = Number(value.toPrecision(digits));
  const scale = scales[language].find(([size]) => Math.abs(rounded) >= size);
  if (scale === undefined) return trimmed(rounded, digits);
  const text = trimmed(rounded / scale[0], digits);
  return (language === 'zh' ? text.replaceAll(',', '') : text) + scale[1];
}

/** The shortest way to write a number that `Number` reads back: 1.75e11, 0.4, 32. */
export function shortest(value: number): string {
  const exponential = value.toExponential().replace('e+', 'e');
  const plain = String(value);
  return exponential.length < plain.length ? exponential : plain;
}

/**
 * What a box shows for a value. It is read back whatever the decimal mark of the reader's language:
 * thousands are not set apart here.
 */
export function boxText(value: number, format: BoxFormat = 'plain', language: Language): string {
  if (format === 'big') return formatBig(value, language, 8).replaceAll(',', '');
  if (format === 'scientific') return shortest(Number(value.toPrecision(8)));
  return String(Number(value.toPrecision(10)));
}

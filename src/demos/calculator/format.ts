/** How a calculator writes its results: few digits, fixed shapes, nothing that suggests precision. */
import type { Language } from '../../language.ts';
import { formatBig, trimmed } from '../../fields/writing.ts';
import type { NumberFormat } from './spec.ts';

const thin = '\u202f';
const superscripts = '⁰¹²³⁴⁵⁶⁷⁸⁹';

function scientific(value: number): string {
  if (value === 0 || (value >= 0.01 && value < 1000)) return trimmed(value, 3);
  const [mantissa, exponent] = value.toExponential(2).split('e');
  const raised = Array.from(exponent!.replace('+', ''), (digit) =>
    digit === '-' ? '⁻' : superscripts[Number(digit)],
  ).join('');
  return Number(mantissa) === 1 ? `10${raised}` : `${mantissa!}${thin}×${thin}10${raised}`;
}

function money(value: number, language: Language): string {
  const size = Math.abs(value);
  if (size >= (language === 'zh' ? 1e5 : 1e6)) return formatBig(value, language, 4);
  if (size >= 1000) return Math.round(value).toLocaleString('en-US');
  if (size >= 1 || size === 0) return value.toFixed(2);
  return trimmed(value, 3);
}

/** A size in the largest unit that keeps it at 1 or above: [number, power of the base]. */
function scaled(value: number, base: 1000 | 1024): readonly [number, number] {
  let place = 0;
  let rest = value;
  // 1023.9 KiB is written as 1 MiB, not as 1,020 KiB.
  while (rest >= base * 0.9995 && place < 6) {
    rest /= base;
    place += 1;
  }
  return [rest, place];
}

function bytes(value: number, base: 1000 | 1024): string {
  const units =
    base === 1000
      ? ['B', 'kB', 'MB', 'GB', 'TB', 'PB', 'EB']
      : ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB', 'EiB'];
  const [rest, place] = scaled(value, base);
  return `${trimmed(rest, 3)}${thin}${units[place]!}`;
}

/** One place, two below one per cent. */
const inPercent = (share: number): string =>
  (share * 100).toFixed(share >= 0.00005 && share < 0.01 ? 2 : 1);

function unsigned(value: number, format: NumberFormat, language: Language): string {
  switch (format) {
    case 'plain':
      return value >= 1e6 ? formatBig(value, language, 3) : trimmed(value, value >= 1000 ? 4 : 3);
    case 'whole':
      return value >= 1e7
        ? formatBig(value, language, 3)
        : Math.round(value).toLocaleString('en-US');
    case 'big':
      return formatBig(value, language, 3);
    case 'scientific':
      return scientific(value);
    case 'money':
      return money(value, language);
    case 'percent':
      return `${inPercent(value)}${thin}%`;
    case 'bytes':
      return bytes(value, 1000);
    case 'binary-bytes':
      return bytes(value, 1024);
  }
}

const toDigits = (value: number, digits: number): number => Number(value.toPrecision(digits));

function shownSize(value: number, format: NumberFormat, language: Language): number {
  switch (format) {
    case 'plain':
      return toDigits(value, value >= 1000 && value < 1e6 ? 4 : 3);
    case 'whole':
      return value >= 1e7 ? toDigits(value, 3) : Math.round(value);
    case 'big':
    case 'scientific':
      return toDigits(value, 3);
    case 'money':
      if (value >= (language === 'zh' ? 1e5 : 1e6)) return toDigits(value, 4);
      if (value >= 1000) return Math.round(value);
      return value >= 1 ? Number(value.toFixed(2)) : toDigits(value, 3);
    case 'percent':
      return Number(inPercent(value)) / 100;
    case 'bytes':
    case 'binary-bytes': {
      const base = format === 'bytes' ? 1000 : 1024;
      const [rest, place] = scaled(value, base);
      return toDigits(rest, 3) * base ** place;
    }
  }
}

/** The number that `formatNumber` writes, as a number. */
export function asShown(value: number, format: NumberFormat, language: Language): number {
  return Math.sign(value) * shownSize(Math.abs(value), format, language);
}

/** @param value null where there is no answer */
export function formatNumber(
  value: number | null,
  format: NumberFormat,
  language: Language,
): string {
  if (value === null || !Number.isFinite(value)) return '–';
  const text = unsigned(Math.abs(value), format, language);
  return value < 0 && /[1-9]/.test(text) ? `−${text}` : text;
}

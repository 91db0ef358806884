/** How numbers are written in every panel: fixed places, so that nothing jumps while they change. */

import type { Language } from '../language.ts';

const superscripts = '⁰¹²³⁴⁵⁶⁷⁸⁹';
const thin = '\u202f';

/** A loss in nats: three places, two from 10 on. */
export function formatLoss(loss: number): string {
  return loss.toFixed(Math.abs(loss) < 10 ? 3 : 2);
}

/** A whole number with commas. */
export function formatCount(count: number): string {
  return Math.round(count).toLocaleString('en-US');
}

/** A share in [0, 1] as a percentage; small ones get a second place, and 1 alone is “100 %”. */
export function formatPercent(share: number): string {
  const percent = share * 100;
  if (percent === 100) return `100${thin}%`;
  if (percent > 99.9) return `>${thin}99.9${thin}%`;
  return `${percent.toFixed(percent < 0.995 && percent > 0 ? 2 : 1)}${thin}%`;
}

/** Seconds as 0:24 or 1:02:03. */
export function formatDuration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  const two = (value: number): string => String(value).padStart(2, '0');
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60];
  return hours > 0
    ? `${hours}:${two(minutes)}:${two(whole % 60)}`
    : `${minutes}:${two(whole % 60)}`;
}

/** Three significant digits, without an exponent. */
function threeDigits(value: number): string {
  if (value >= 100) return value.toFixed(0);
  return value.toFixed(value >= 10 ? 1 : 2);
}

/** Milliseconds, without their unit: 0.42, 12.3, 345. */
export function formatMilliseconds(milliseconds: number): string {
  return threeDigits(milliseconds);
}

/** A day, as each language writes it. @param at milliseconds since 1970 */
export function formatDate(at: number, language: Language): string {
  const locale = language === 'zh' ? 'zh-CN' : 'en-GB';
  return new Date(at).toLocaleDateString(locale, { dateStyle: 'long' });
}

/** A rate with an SI prefix: 6.60 GFLOP/s. */
export function formatRate(perSecond: number, unit: string): string {
  const prefixes = ['', 'k', 'M', 'G', 'T', 'P'];
  const place = perSecond < 1 ? 0 : Math.min(5, Math.floor(Math.log10(perSecond) / 3));
  return `${threeDigits(perSecond / 1000 ** place)}${thin}${prefixes[place]}${unit}`;
}

/** What something took, never as nothing: 0.8 s below ten seconds, then as a duration. */
export function formatTaken(seconds: number, language: Language): string {
  if (seconds >= 9.95) return formatDuration(seconds);
  const unit = language === 'zh' ? ' 秒' : `${thin}s`;
  if (seconds >= 0.05) return `${seconds.toFixed(1)}${unit}`;
  return language === 'zh' ? `不到 0.1${unit}` : `less than 0.1${unit}`;
}

const manyYears: Readonly<Record<Language, readonly (readonly [size: number, word: string])[]>> = {
  zh: [
    [1e12, ' 万亿年'],
    [1e8, ' 亿年'],
    [1e4, ' 万年'],
  ],
  en: [
    [1e12, ' trillion years'],
    [1e9, ' billion years'],
    [1e6, ' million years'],
  ],
};

/** Two significant digits, in the words of the language: 170 万年, 1.7 million years, 340,000 years. */
export function formatYears(years: number, language: Language): string {
  const rounded = Number(years.toPrecision(2));
  const [size, word] = manyYears[language].find(([least]) => rounded >= least) ?? [
    1,
    language === 'zh' ? ' 年' : ' years',
  ];
  return Number((rounded / size).toPrecision(2)).toLocaleString('en-US') + word;
}

/** A number at an axis, whatever the language of the browser: 0.5, 1,500. */
export function formatTick(value: number): string {
  return value.toLocaleString('en-US', { maximumSignificantDigits: 6 });
}

/** 4.1 × 10¹¹ from 1e6 on, plainly below. */
export function formatScientific(value: number): string {
  if (value < 1e6) return formatCount(value);
  let exponent = Math.floor(Math.log10(value));
  let mantissa = (value / 10 ** exponent).toFixed(1);
  if (mantissa === '10.0') [mantissa, exponent] = ['1.0', exponent + 1];
  const raised = Array.from(String(exponent), (digit) => superscripts[Number(digit)]).join('');
  return `${mantissa}${thin}×${thin}10${raised}`;
}

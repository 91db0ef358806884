/** The forms of a date that the task `dates` knows: how each is written, and how all are read. */
import type { Random } from '../maths/random/streams.ts';
import { fromHanzi, toHanzi } from './numerals.ts';

export const arabic = '0123456789';

export interface Day {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

const months =
  'January February March April May June July August September October November December'.split(
    ' ',
  );
const short = (month: number): string => months[month - 1]!.slice(0, 3);
const yearDigits = Array.from('〇一二三四五六七八九');
const hanziYear = (year: number): string =>
  Array.from(String(year), (digit) => yearDigits[Number(digit)]).join('');

export const forms: Readonly<Record<'chinese' | 'english', readonly ((date: Day) => string)[]>> = {
  chinese: [
    ({ year, month, day }) => `${hanziYear(year)}年${toHanzi(month)}月${toHanzi(day)}日`,
    ({ year, month, day }) => `${year}年${month}月${day}日`,
  ],
  english: [
    ({ year, month, day }) => `${months[month - 1]} ${day}, ${year}`,
    ({ year, month, day }) => `${day} ${months[month - 1]} ${year}`,
    ({ year, month, day }) => `${short(month)} ${day}, ${year}`,
    ({ year, month, day }) => `${day} ${short(month)} ${year}`,
  ],
};
/** The longest of each: 二〇二四年十二月三十一日, September 30, 2024. */
export const longestForm = { chinese: 12, english: 18, both: 18 };

const daysIn = (year: number, month: number): number =>
  new Date(Date.UTC(year, month, 0)).getUTCDate();

export function drawDay(random: Random): Day {
  const [year, month] = [1900 + random.integer(200), 1 + random.integer(12)];
  return { year, month, day: 1 + random.integer(daysIn(year, month)) };
}

/** All that is read, also by hand: the month and day may have a leading zero. */
const patterns = [
  /^(?<year>[〇一二三四五六七八九]{4}|\d{4})年(?<month>[^年月日]+)月(?<day>[^年月日]+)日$/,
  /^(?<month>[A-Z][a-z]+) (?<day>\d{1,2}), (?<year>\d{4})$/,
  /^(?<day>\d{1,2}) (?<month>[A-Z][a-z]+) (?<year>\d{4})$/,
];

const readYear = (text: string): number =>
  Number(Array.from(text, (c) => (yearDigits.includes(c) ? yearDigits.indexOf(c) : c)).join(''));

/** A number in one or two digits or in Chinese; 0 where it is neither. */
const readNumber = (text: string): number =>
  /^\d{1,2}$/.test(text) ? Number(text) : (fromHanzi(text) ?? 0);

/** 1 to 12 for a month's name, also the short one; 0 for any other text. */
const readName = (text: string): number =>
  months.findIndex((month) => month === text || month.slice(0, 3) === text) + 1;

/** The date that is written `text` in one of the forms; null for anything else, also for 30 February. */
export function parseDate(text: string): Day | null {
  const parts = patterns.map((pattern) => pattern.exec(text)?.groups).find(Boolean);
  if (parts === undefined) return null;
  const year = readYear(parts.year!);
  const month = readName(parts.month!) || readNumber(parts.month!);
  const day = readNumber(parts.day!);
  const exists = year >= 1900 && year <= 2099 && month >= 1 && month <= 12 && day >= 1;
  return exists && day <= daysIn(year, month) ? { year, month, day } : null;
}

const two = (value: number): string => String(value).padStart(2, '0');
export const iso = ({ year, month, day }: Day): string => `${year}-${two(month)}-${two(day)}`;

/** Every character of each kind of form. */
export const alphabet = {
  chinese: `〇一二三四五六七八九十年月日${arabic}`,
  english: `${months.join('')} ,${arabic}`,
};

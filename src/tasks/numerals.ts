/**
 * Whole numbers from 0 to 99,999,999 in Chinese, by the rules taught in school: digits with 千百十
 * in groups of four, the higher group followed by 万; one 零 for a run of zeros inside a group or
 * before a shorter lower group, none at a group's end; 十 for 一十 at the very beginning only.
 */

export const largestNumeral = 99_999_999;
const digits = Array.from('零一二三四五六七八九');
const units = ['', '十', '百', '千'];

/** Up to four digits, without the rule for a leading 十; '' for 0. */
function groupToHanzi(value: number): string {
  let text = '';
  let zero = false;
  for (let place = 3; place >= 0; place--) {
    const digit = Math.floor(value / 10 ** place) % 10;
    if (digit === 0) {
      zero = text !== '';
      continue;
    }
    text += (zero ? '零' : '') + digits[digit]! + units[place]!;
    zero = false;
  }
  return text;
}

/** @param value an integer from 0 to `largestNumeral`. */
export function toHanzi(value: number): string {
  if (!Number.isInteger(value) || value < 0 || value > largestNumeral) {
    throw new RangeError(`${value} is not a whole number from 0 to ${largestNumeral}.`);
  }
  if (value === 0) return '零';
  const high = Math.floor(value / 10_000);
  const low = value % 10_000;
  const joint = high > 0 && low > 0 && low < 1000 ? '零' : '';
  const text = (high > 0 ? `${groupToHanzi(high)}万` : '') + joint + groupToHanzi(low);
  return text.startsWith('一十') ? text.slice(1) : text;
}

/** The number that is written `text`; null unless `text` is exactly what `toHanzi` writes. */
export function fromHanzi(text: string): number | null {
  let total = 0;
  let group = 0;
  let digit: number | null = null;
  for (const character of text) {
    const value = digits.indexOf(character);
    const unit = units.indexOf(character);
    if (value >= 0) {
      digit = value;
    } else if (unit > 0) {
      group += (digit ?? 1) * 10 ** unit;
      digit = null;
    } else if (character === '万') {
      total += (group + (digit ?? 0)) * 10_000;
      group = 0;
      digit = null;
    } else {
      return null;
    }
  }
  total += group + (digit ?? 0);
  return text !== '' && total <= largestNumeral && toHanzi(total) === text ? total : null;
}

/** The numbers in a calculator's boxes: what is written there, what is wrong with it, where the slider stands. */
import type { Language, Localised } from '../../language.ts';
import { readQuantity, type DecimalMark, type Reading } from '../../fields/reading.ts';
import { boxText as written } from '../../fields/writing.ts';
import { uiText } from '../../ui/text.ts';
import type { NumberInput } from './spec.ts';

/** The number that a text means in this box, as people write numbers with this decimal mark. */
const readFor = (text: string, input: NumberInput, mark: DecimalMark): Reading =>
  readQuantity(text, { unit: input.unit, money: input.placeholder, mark, whole: input.whole });

/** @returns null where the text is no number, or could be two */
export function parseQuantity(
  text: string,
  input: NumberInput,
  mark: DecimalMark = '.',
): number | null {
  const reading = readFor(text, input, mark);
  return reading.kind === 'number' ? reading.value : null;
}

/** What the box of an input shows for a value; `parseQuantity` reads it back. */
export const boxText = (value: number, input: NumberInput, language: Language): string =>
  written(value, input.format, language);

/** The bounds of an input in words. */
export function rangeText(input: NumberInput): Localised {
  const [zh, en] = (['zh', 'en'] as const).map((language) => [
    boxText(input.min, input, language),
    boxText(input.max, input, language),
  ]);
  const zero = input.orZero === true && input.min > 0;
  return {
    zh: `${zero ? '0，或 ' : ''}${zh!.join(' 到 ')}`,
    en: `${zero ? '0, or ' : ''}${en!.join(' to ')}`,
  };
}

/** Is it one of the values an input may have? */
export function isWithin(value: number, { min, max, orZero }: NumberInput): boolean {
  return (value >= min && value <= max) || (orZero === true && value === 0);
}

const stays: Localised = {
  zh: '结果仍按上一个数算。',
  en: 'The results still use the last one.',
};

const still = (zh: string, en: string): Localised => ({
  zh: `${zh}${stays.zh}`,
  en: `${en} ${stays.en}`,
});

/** Why a text does not do for an input, or null where it does. */
export function complaint(
  text: string,
  input: NumberInput,
  mark: DecimalMark = '.',
): Localised | null {
  const reading = readFor(text, input, mark);
  if (reading.kind === 'two-ways') {
    return still(uiText.zh.twoWays(...reading.written), uiText.en.twoWays(...reading.written));
  }
  if (reading.kind === 'percent') {
    return still('这里填的不是百分数，请去掉 %。', 'This is no percentage: leave out the %.');
  }
  const big = input.format !== undefined && input.format !== 'plain';
  if (reading.kind === 'none') {
    return still(
      `这里要填一个数${big ? '，例如 7e9、70亿 或 7B' : ''}。`,
      `This has to be a number${big ? ', such as 7e9 or 7B' : ''}.`,
    );
  }
  const { value } = reading;
  const range = rangeText(input);
  if (!isWithin(value, input)) {
    return still(`可以填的范围：${range.zh}。`, `It has to be within ${range.en}.`);
  }
  if (input.whole === true && !Number.isInteger(value)) {
    return still('请填整数。', 'Enter a whole number.');
  }
  return null;
}

const perDecade = 50;

const skipsZero = ({ scale, orZero, min }: NumberInput): boolean =>
  scale === 'log' && orZero === true && min > 0;

/** The slider's places, from 0 to this. */
export function sliderPlaces(input: NumberInput): number {
  const { min, max, scale, step } = input;
  if (scale === 'linear') return Math.round((max - min) / (step ?? (max - min) / 100));
  return Math.ceil(Math.log10(max / min) * perDecade) + (skipsZero(input) ? 1 : 0);
}

export function toSlider(value: number, input: NumberInput): number {
  const { min, max, scale } = input;
  const places = sliderPlaces(input);
  if (scale === 'linear') return Math.round(((value - min) / (max - min)) * places);
  const first = skipsZero(input) ? 1 : 0;
  if (value < min) return 0;
  return first + Math.round((Math.log(value / min) / Math.log(max / min)) * (places - first));
}

/**
 * The value at a place of the slider, rounded to three digits within the bounds. Where rounding
 * would leave `current` unchanged although the slider moved, it moves on by one.
 */
export function fromSlider(place: number, input: NumberInput, current: number): number {
  const { min, max, scale, whole } = input;
  const places = sliderPlaces(input);
  const first = skipsZero(input) ? 1 : 0;
  if (place < first) return 0;
  if (place >= places) return max;
  const share = (place - first) / (places - first);
  const raw = scale === 'log' ? min * (max / min) ** share : min + share * (max - min);
  const rounded = Number(raw.toPrecision(scale === 'log' ? 3 : 10));
  const clamp = (value: number): number => Math.min(max, Math.max(min, value));
  const value = clamp(whole === true ? Math.round(rounded) : rounded);
  const moved = place - toSlider(current, input);
  return whole === true && value === current ? clamp(current + Math.sign(moved)) : value;
}

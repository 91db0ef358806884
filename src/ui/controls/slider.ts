/** Where the slider of a number stands, and what a place of it means. */
import type { NumberField } from '../../fields/field.ts';

const perDecade = 50;

const skipsZero = ({ scale, orZero, min }: NumberField): boolean =>
  scale === 'log' && orZero === true && min > 0;

/** The slider's places, from 0 to this. */
export function sliderPlaces(field: NumberField): number {
  const { min, max, scale, step } = field;
  if (scale !== 'log') return Math.round((max - min) / (step ?? (max - min) / 100));
  return Math.ceil(Math.log10(max / min) * perDecade) + (skipsZero(field) ? 1 : 0);
}

export function toSlider(value: number, field: NumberField): number {
  const { min, max, scale } = field;
  const places = sliderPlaces(field);
  if (scale !== 'log') return Math.round(((value - min) / (max - min)) * places);
  const first = skipsZero(field) ? 1 : 0;
  if (value < min) return 0;
  return first + Math.round((Math.log(value / min) / Math.log(max / min)) * (places - first));
}

/**
 * The value at a place of the slider, rounded to three digits within the bounds. Where rounding
 * would leave `current` unchanged although the slider moved, it moves on by one.
 */
export function fromSlider(place: number, field: NumberField, current: number): number {
  const { min, max, scale, whole } = field;
  const places = sliderPlaces(field);
  const first = skipsZero(field) ? 1 : 0;
  if (place < first) return 0;
  if (place >= places) return max;
  const share = (place - first) / (places - first);
  const raw = scale === 'log' ? min * (max / min) ** share : min + share * (max - min);
  const rounded = Number(raw.toPrecision(scale === 'log' ? 3 : 10));
  const clamp = (value: number): number => Math.min(max, Math.max(min, value));
  const value = clamp(whole === true ? Math.round(rounded) : rounded);
  const moved = place - toSlider(current, field);
  return whole === true && value === current ? clamp(current + Math.sign(moved)) : value;
}

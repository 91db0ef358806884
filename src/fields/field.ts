/**
 * One description of an input, whatever stands behind it: a hyper-parameter, a parameter of a task,
 * a number of a calculator. From it come the control, the key in a link, the bounds, the one parser,
 * its sentences, and the type of the value.
 */
import { ReaderError, type Localised } from '../language.ts';
import { quoted } from './sentences.ts';
import { readQuantity, type DecimalMark } from './reading.ts';
import { boxText, shortest, type BoxFormat } from './writing.ts';

interface Named {
  /** Its name in links. */
  readonly key: string;
  readonly label: Localised;
  readonly explanation?: Localised;
}

export interface NumberField extends Named {
  readonly kind: 'number';
  readonly min: number;
  readonly max: number;
  readonly default: number;
  readonly whole?: boolean;
  /** 0 is allowed too, below `min`: the first place of a logarithmic slider. */
  readonly orZero?: boolean;
  /** Shown after the box. */
  readonly unit?: Localised;
  /** A price or wage in the reader's own currency; currency signs may stand around it. */
  readonly money?: boolean;
  /** How a slider runs; `log` needs `min` above 0. */
  readonly scale?: 'linear' | 'log';
  /** How far an arrow key goes, and a place of a linear slider; the box takes anything in between. */
  readonly step?: number;
  readonly format?: BoxFormat;
}

export interface SwitchField extends Named {
  readonly kind: 'switch';
  readonly default: boolean;
}

export interface Option {
  readonly value: string | number;
  readonly label: Localised;
}

export interface ChoiceField extends Named {
  readonly kind: 'choice';
  readonly default: string | number;
  readonly options: readonly Option[];
}

export type Field = NumberField | SwitchField | ChoiceField;
export type Value = number | boolean | string;
/** Values by the keys of their fields, where the table is not known to the compiler. */
export type AnyValues = Readonly<Record<string, Value>>;

type ValueOf<F extends Field> = F extends { readonly kind: 'choice' }
  ? F['options'][number]['value']
  : F extends { readonly kind: 'switch' }
    ? boolean
    : number;

/** What the fields of a table hold, typed by the table. */
export type Values<F extends readonly Field[]> = {
  readonly [One in F[number] as One['key']]: ValueOf<One>;
};

export type Reading =
  | { readonly value: Value; readonly problem?: undefined }
  /** A sentence that says what would do. */
  | { readonly value?: undefined; readonly problem: Localised };

/** Is it one of the values that a field may have? */
export function isWithin(value: unknown, field: Field): value is Value {
  switch (field.kind) {
    case 'switch':
      return typeof value === 'boolean';
    case 'choice':
      return field.options.some((option) => option.value === value);
    case 'number': {
      if (typeof value !== 'number' || !Number.isFinite(value)) return false;
      const { min, max, whole, orZero } = field;
      if (whole === true && !Number.isInteger(value)) return false;
      return (value >= min && value <= max) || (orZero === true && value === 0);
    }
  }
}

/** What a field takes, as part of a sentence: “a whole number from 1 to 16”. */
function wanted(field: Field): Localised {
  switch (field.kind) {
    case 'switch':
      return { zh: '1 或 0', en: '1 or 0' };
    case 'choice': {
      const values = field.options.map(({ value }) => String(value));
      return { zh: `${values.join('、')} 之一`, en: `one of ${values.join(', ')}` };
    }
    case 'number': {
      const { min, max, whole, format } = field;
      const [zh, en] = (['zh', 'en'] as const).map((language) =>
        [min, max].map((bound) => boxText(bound, format, language)),
      );
      const zero = field.orZero === true && min > 0;
      return {
        zh: `${zero ? '0，或 ' : ''}${zh!.join(' 到 ')} 之间的${whole === true ? '整数' : '数'}`,
        en: `${zero ? '0, or ' : ''}a ${whole === true ? 'whole ' : ''}number from ${en!.join(' to ')}`,
      };
    }
  }
}

function refused(field: Field, examples?: Localised): Reading {
  const { zh, en } = wanted(field);
  return {
    problem: {
      zh: `请填 ${zh}${examples?.zh ?? ''}。`,
      en: `Enter ${en}${examples?.en ?? ''}.`,
    },
  };
}

const examples: Localised = { zh: '，例如 7e9、70亿 或 7B', en: ', such as 7e9 or 7B' };

function readNumber(field: NumberField, raw: string, mark: DecimalMark): Reading {
  const { unit, money, whole, format = 'plain' } = field;
  const reading = readQuantity(raw, { unit, money, mark, whole });
  switch (reading.kind) {
    case 'number':
      return isWithin(reading.value, field) ? { value: reading.value } : refused(field);
    case 'none':
      return refused(field, format === 'plain' ? undefined : examples);
    case 'percent':
      return {
        problem: {
          zh: '这里填的不是百分数，请去掉 %。',
          en: 'This is no percentage: leave out the %.',
        },
      };
    case 'two-ways': {
      // Where only one of them may stand here, that one is meant.
      const possible = reading.written.map(Number).filter((value) => isWithin(value, field));
      if (possible.length === 1) return { value: possible[0]! };
      if (possible.length === 0) return refused(field);
      const [together, fraction] = reading.written;
      return {
        problem: {
          zh: `这个数有两种读法：请写成 ${together} 或 ${fraction}。`,
          en: `This can be read in two ways: write ${together} or ${fraction}.`,
        },
      };
    }
  }
}

/**
 * Reads a text as the value of a field, from a box or from a link.
 * @param mark how the reader's own language writes a decimal
 */
export function read(field: Field, raw: string, mark: DecimalMark = '.'): Reading {
  switch (field.kind) {
    case 'number':
      return readNumber(field, raw, mark);
    case 'choice': {
      const found = field.options.find(({ value }) => String(value) === raw);
      return found === undefined ? refused(field) : { value: found.value };
    }
    case 'switch':
      if (raw === '1' || raw === 'true') return { value: true };
      return raw === '0' || raw === 'false' ? { value: false } : refused(field);
  }
}

/** A value as links and legends write it; `read` reads it back. */
export function written(field: Field, value: Value): string {
  if (typeof value === 'boolean') return value ? '1' : '0';
  const isShort = field.kind === 'number' && (field.format ?? 'plain') !== 'plain';
  return typeof value === 'number' && isShort ? shortest(value) : String(value);
}

/** Of every field its default. */
export function defaultsOf<const F extends readonly Field[]>(fields: F): Values<F> {
  return Object.fromEntries(fields.map((field) => [field.key, field.default])) as Values<F>;
}

/**
 * The values of a table's fields, typed by the table; what is missing is the default.
 * @throws ReaderError where a value is of the wrong kind or out of bounds
 */
export function checked<const F extends readonly Field[]>(
  fields: F,
  given: Readonly<Record<string, Value | undefined>>,
): Values<F> {
  const values = fields.map((field) => {
    const value = given[field.key] ?? field.default;
    if (isWithin(value, field)) return [field.key, value] as const;
    const { zh, en } = wanted(field);
    throw new ReaderError('field', {
      zh: `“${field.label.zh}”应为 ${zh}，现在是“${quoted(String(value))}”。`,
      en: `“${field.label.en}” must be ${en}, not “${quoted(String(value))}”.`,
    });
  });
  // `isWithin` has looked at each.
  return Object.fromEntries(values) as unknown as Values<F>;
}

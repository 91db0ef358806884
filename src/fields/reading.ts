/**
 * Reads a number as people type and paste it: 7e9, 70B, 3×10²³, 3亿, 0,5, 1.234,5, ¥12万, 40 %.
 * Where the shape leaves two readings, nothing is guessed: the reader is asked.
 */
import type { Localised } from '../language.ts';

export type DecimalMark = '.' | ',';

/** What a box expects beside digits. */
export interface Expected {
  readonly unit?: Localised | undefined;
  /** Currency signs and words may stand around the number. */
  readonly money?: boolean | undefined;
  /** How the reader's own language writes a decimal. */
  readonly mark?: DecimalMark;
  /** Nobody writes a whole number as 1.000 to say one: it is a thousand. */
  readonly whole?: boolean | undefined;
}

export type Reading =
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'none' }
  /** A percent sign where no share is asked for. */
  | { readonly kind: 'percent' }
  /** It may be a decimal or have thousands set apart; each as it would be understood. */
  | { readonly kind: 'two-ways'; readonly written: readonly [string, string] };

const none: Reading = { kind: 'none' };

/** The decimal mark of a locale; a point where the browser names a locale that does not exist. */
export function decimalMarkOf(locale: string): DecimalMark {
  try {
    const parts = new Intl.NumberFormat(locale).formatToParts(1.5);
    return parts.find(({ type }) => type === 'decimal')?.value === ',' ? ',' : '.';
  } catch {
    return '.';
  }
}

const scales: Readonly<Record<string, number>> = {
  k: 1e3,
  thousand: 1e3,
  m: 1e6,
  mn: 1e6,
  million: 1e6,
  millions: 1e6,
  b: 1e9,
  bn: 1e9,
  g: 1e9,
  billion: 1e9,
  billions: 1e9,
  t: 1e12,
  tn: 1e12,
  trillion: 1e12,
  trillions: 1e12,
  百: 1e2,
  千: 1e3,
  万: 1e4,
  十万: 1e5,
  百万: 1e6,
  千万: 1e7,
  亿: 1e8,
  十亿: 1e9,
  百亿: 1e10,
  千亿: 1e11,
  万亿: 1e12,
};

const superscripts = '⁰¹²³⁴⁵⁶⁷⁸⁹';

/** Full-width and raised characters as plain ones; one kind of space, minus and point. */
function plain(text: string): string {
  return text
    .replaceAll(/[⁺⁻]?[⁰¹²³⁴⁵⁶⁷⁸⁹]+/g, (raised) => {
      const digits = Array.from(raised, (sign) =>
        sign === '⁻' ? '-' : sign === '⁺' ? '' : String(superscripts.indexOf(sign)),
      );
      return `^${digits.join('')}`;
    })
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll('−', '-')
    .replaceAll('。', '.')
    .replaceAll(/\s+/g, ' ')
    .trim();
}

const before = /^([+-]?) ?(?:us\$|cn¥|hk\$|[$€£¥]|usd|cny|rmb|eur|gbp) ?/;
const after =
  / ?(?:(?:usd|cny|rmb|eur|gbp|dollars?|euros?|yuan|人民币|美元|欧元|元|[$€£¥])(?: ?\/ ?[\p{L} -]+)?|\/ ?[\p{L} -]+)$/u;

/** Takes off the unit that the box names itself, and for money a currency. */
function withoutUnit(text: string, { unit, money }: Expected): string {
  const units = [unit?.zh, unit?.en].filter((one) => one !== undefined).map(plain);
  const found = units.filter((one) => one !== '' && text.endsWith(one));
  const longest = found.reduce((best, one) => (one.length > best.length ? one : best), '');
  const bare = text.slice(0, text.length - longest.length).trimEnd();
  return money === true ? bare.replace(before, '$1').replace(after, '') : bare;
}

const fraction = /^(?:\d+\.?\d*|\.\d+)$/;
const decimalComma = /^\d*,\d+$/;

/** Digits in groups, and what follows the decimal mark: 1,234.5 and 1.234,5; 1 234; 1,0000,0000; 12,34,567. */
const grouped = [
  /^([1-9]\d{0,2}(?:,\d{3})+)(?:\.(\d*))?$/,
  /^([1-9]\d{0,2}(?:\.\d{3})+),(\d+)$/,
  /^([1-9]\d{0,2}(?:\.\d{3}){2,})$/,
  /^([1-9]\d{0,2}(?:[ _'’]\d{3})+)(?:[.,](\d+))?$/,
  /^([1-9]\d{0,3}(?:,\d{4}){2,})$/,
  /^([1-9]\d?(?:,\d{2})+,\d{3})(?:\.(\d*))?$/,
];

const oneGroup = /^[1-9]\d{0,2}[.,]\d{3}$/;

/** One group alone may be a fraction: 1,234 where decimals have a comma, and 1,2345 anywhere. */
function twoWays(text: string, mark: DecimalMark): boolean {
  return (mark === ',' && oneGroup.test(text)) || /^[1-9]\d{0,3},\d{4}$/.test(text);
}

/** Digits with their marks, without sign, power and scale. */
function digits(text: string, mark: DecimalMark): number | Reading {
  if (twoWays(text, mark)) {
    const decimal = text.replace(',', '.');
    // With a fourth place it is a fraction in every language.
    const plainly = /\.\d{3}$/.test(decimal) ? `${decimal}0` : decimal;
    return { kind: 'two-ways', written: [decimal.replace('.', ''), plainly] };
  }
  if (fraction.test(text)) return Number(text);
  for (const one of grouped) {
    const [, whole, rest = ''] = one.exec(text) ?? [];
    if (whole !== undefined) return Number(`${whole.replaceAll(/\D/g, '')}.${rest}`);
  }
  return decimalComma.test(text) ? Number(text.replace(',', '.')) : none;
}

const shape =
  /^([+-]?) ?(?:(\d[\d.,'’_ ]*|[.,]\d+)(?:e([+-]?\d+)| ?[×x*·] ?10\^([+-]?\d+))?|10\^([+-]?\d+)) ?([a-z]+|[十百千万亿]+)?$/;

/** Reads a text as a number; with a scale (B, 亿) exact to twelve digits. */
export function readQuantity(text: string, expected: Expected = {}): Reading {
  const bare = withoutUnit(plain(text), expected);
  if (bare.endsWith('%')) {
    return readQuantity(bare.slice(0, -1), expected).kind === 'number' ? { kind: 'percent' } : none;
  }
  const match = shape.exec(bare);
  if (match === null) return none;
  const [, sign, body = '1', exponent, power, bareTen, scale] = match;
  const plainWhole =
    expected.whole === true && (exponent ?? power ?? bareTen ?? scale) === undefined;
  const number =
    plainWhole && oneGroup.test(body.trim())
      ? Number(body.trim().replace(/[.,]/, ''))
      : digits(body.trim(), expected.mark ?? '.');
  if (typeof number !== 'number') return number;
  const factor = scale === undefined ? 1 : scales[scale];
  if (factor === undefined) return none;
  const raised = Number(`${number}e${exponent ?? power ?? bareTen ?? '0'}`);
  // 12.3 × 1e9 is not quite 12.3e9 in binary; twelve digits are more than anyone types.
  const size = factor === 1 ? raised : Number((raised * factor).toPrecision(12));
  const value = sign === '-' ? -size : size;
  return Number.isFinite(value) ? { kind: 'number', value } : none;
}

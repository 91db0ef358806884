/**
 * What a calculator is: inputs with bounds, a pure function over them, outputs with words, and if
 * wanted a curve and a table. A spec knows nothing of the page; the panel draws any spec.
 */
import type { Localised } from '../../language.ts';
import type { NumberFormat } from './format.ts';

export interface NumberInput {
  readonly kind?: 'number';
  /** Its name in links; may be neither `run` nor `preset`. */
  readonly key: string;
  readonly label: Localised;
  /** Shown after the box. */
  readonly unit?: Localised;
  readonly explanation?: Localised;
  readonly default: number;
  readonly min: number;
  readonly max: number;
  /** How the slider runs; `log` needs `min` above 0. */
  readonly scale: 'linear' | 'log';
  /** Distance between two places of a linear slider; the box takes anything in between. */
  readonly step?: number;
  readonly whole?: boolean;
  /** 0 is allowed too, below `min`: the first place of a logarithmic slider. */
  readonly orZero?: boolean;
  /** How the box writes it; `plain` without. */
  readonly format?: 'plain' | 'big' | 'scientific';
  /** A price or wage that stands in for the reader's own. */
  readonly placeholder?: boolean;
  /** It stands in a row of its own, so that the pairs after it stay side by side. */
  readonly row?: boolean;
}

export interface ChoiceInput {
  readonly kind: 'choice';
  readonly key: string;
  readonly label: Localised;
  readonly explanation?: Localised;
  readonly default: number;
  readonly choices: readonly { readonly value: number; readonly label: Localised }[];
}

export type Input = NumberInput | ChoiceInput;

export interface Output {
  readonly key: string;
  readonly label: Localised;
  readonly format: NumberFormat;
  readonly unit?: Localised;
  /** The one number to look at first. */
  readonly headline?: boolean;
  /** It may be without an answer (null); a verdict then says why. */
  readonly optional?: boolean;
}

/** A judgement in words; the tone only adds a sign and a colour. */
export interface Verdict {
  readonly tone: 'good' | 'warn' | 'bad' | 'plain';
  readonly text: Localised;
}

export interface Preset {
  /** Its name in links, as `preset=sepsis`; most have none. */
  readonly id?: string;
  readonly label: Localised;
  /** The inputs it sets; the others stay. */
  readonly values: Readonly<Record<string, number>>;
  readonly source?: Localised;
}

export interface ChartAxis {
  readonly label: Localised;
  readonly scale: 'linear' | 'log';
  readonly format: NumberFormat;
  /** Widen the range to hold these; without it the data decide. */
  readonly include?: readonly number[];
}

export interface ChartLine {
  readonly label: Localised;
  readonly points: readonly (readonly [x: number, y: number])[];
}

export interface ChartMark {
  readonly label: Localised;
  readonly x: number;
  readonly y: number;
}

export interface Chart {
  readonly caption: Localised;
  readonly x: ChartAxis;
  readonly y: ChartAxis;
  readonly lines: readonly ChartLine[];
  readonly marks: readonly ChartMark[];
}

export interface Table {
  readonly caption: Localised;
  readonly corner: Localised;
  readonly columns: readonly { readonly label: Localised; readonly format: NumberFormat }[];
  readonly rows: readonly {
    readonly label: Localised;
    readonly cells: readonly (number | null)[];
  }[];
}

export type Values = Readonly<Record<string, number>>;
export type Results = Readonly<Record<string, number | null>>;

/** A spec as the panel sees it. */
export interface CalculatorSpec {
  readonly title: Localised;
  readonly description: Localised;
  readonly inputs: readonly Input[];
  readonly presets: readonly Preset[];
  readonly outputs: readonly Output[];
  /** One line: how it is computed. */
  readonly how: Localised;
  /** Where formula and given figures come from. */
  readonly source?: Localised;
  readonly compute: (values: Values) => Results;
  readonly verdicts?: (
    values: Values,
    results: Results,
  ) => Readonly<Record<string, Verdict | undefined>>;
  readonly chart?: (values: Values, results: Results) => Chart;
  readonly table?: (values: Values, results: Results) => Table;
}

type ValuesOf<I extends readonly Input[]> = { readonly [K in I[number]['key']]: number };
type ResultsOf<O extends readonly Output[]> = {
  readonly [P in O[number] as P['key']]: P extends { readonly optional: true }
    ? number | null
    : number;
};

interface TypedSpec<I extends readonly Input[], O extends readonly Output[]> {
  readonly title: Localised;
  readonly description: Localised;
  readonly inputs: I;
  readonly presets?: readonly {
    readonly id?: string;
    readonly label: Localised;
    readonly values: Partial<ValuesOf<I>>;
    readonly source?: Localised;
  }[];
  readonly outputs: O;
  readonly how: Localised;
  readonly source?: Localised;
  readonly compute: (values: ValuesOf<I>) => ResultsOf<O>;
  readonly verdicts?: (
    values: ValuesOf<I>,
    results: ResultsOf<O>,
  ) => { readonly [K in O[number]['key']]?: Verdict };
  readonly chart?: (values: ValuesOf<I>, results: ResultsOf<O>) => Chart;
  readonly table?: (values: ValuesOf<I>, results: ResultsOf<O>) => Table;
}

/** Checks at compile time that the functions of a spec read and give what it declares. */
export function defineCalculator<
  const I extends readonly Input[],
  const O extends readonly Output[],
>(spec: TypedSpec<I, O>): CalculatorSpec {
  // The keys are known only to the spec; the panel hands every function what `inputs` declares.
  return { presets: [], ...spec } as unknown as CalculatorSpec;
}

/**
 * What a calculator is: inputs with bounds, a pure function over them, outputs with words, and if
 * wanted a curve and a table. A spec knows nothing of the page; the panel draws any spec.
 */
import type { ChoiceField, NumberField, Values as ValuesOf } from '../../fields/field.ts';
import type { Localised } from '../../language.ts';

/**
 * `money` is in the reader's own currency, `percent` takes a share, `bytes` counts in thousands
 * (GB) and `binary-bytes` in 1024s (GiB).
 */
export type NumberFormat =
  'plain' | 'whole' | 'big' | 'scientific' | 'money' | 'percent' | 'bytes' | 'binary-bytes';

/** A number with a box and a slider; money is marked as standing in for the reader's own. */
export interface Quantity extends NumberField {
  readonly scale: 'linear' | 'log';
  /** It stands in a row of its own, so that the pairs after it stay side by side. */
  readonly row?: boolean;
}

/** One of a few numbers. */
export interface NumberChoice extends ChoiceField {
  readonly default: number;
  readonly options: readonly { readonly value: number; readonly label: Localised }[];
}

/** Its key may be neither `run` nor `preset`. */
export type Input = Quantity | NumberChoice;

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

/** Reading the fields of a run by name and type. What is missing there is a defect, not a reader's error. */
import type { AnyValues } from '../../fields/field.ts';
import type * as architecture from './architecture.ts';
import type * as optimisation from './optimisation.ts';

type KeyOf<T> = T extends (...usual: never[]) => infer Made
  ? KeyOf<Made>
  : T extends readonly (infer Each)[]
    ? KeyOf<Each>
    : T extends { readonly key: infer Key extends string }
      ? Key
      : never;
type Defined = typeof architecture & typeof optimisation;

/** The key of any field that a model can have. */
export type FieldName = KeyOf<Defined[keyof Defined]>;

/** The part of a run that its model is made from. */
export interface Chosen {
  readonly model: string;
  /** The fields that the model has, all of them. */
  readonly fields: AnyValues;
}

/** @throws Error where the model has no such field, or its value is no number */
export function numberField({ model, fields }: Chosen, name: FieldName): number {
  const value = fields[name];
  if (typeof value !== 'number')
    throw new Error(`The field ${name} of ${model} is ${String(value)}, not a number.`);
  return value;
}

/** @throws Error where the field has none of the values */
export function choiceField<T extends string>(
  { fields }: Chosen,
  name: FieldName,
  values: readonly T[],
): T {
  const value = values.find((candidate) => candidate === fields[name]);
  if (value === undefined) {
    throw new Error(
      `The field ${name} is ${String(fields[name])}, not one of ${values.join(', ')}.`,
    );
  }
  return value;
}

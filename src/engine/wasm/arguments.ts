/** What a kernel is given, and how that lies in memory. */

/** A float among the arguments of a kernel, which are integers and pointers otherwise. */
export class Float {
  readonly value: number;
  constructor(value: number) {
    this.value = value;
  }
}

export type Values = readonly (number | boolean | Float)[];

/** Arguments of a job; those of a function are asked for again in every replay. */
export type Arguments = Values | (() => Values);

export const valuesOf = (values: Arguments): Values =>
  typeof values === 'function' ? values() : values;

/** Writes arguments as the kernels read them. @param at the first place */
export function writeValues(
  integers: Int32Array,
  floats: Float32Array,
  at: number,
  values: Values,
): void {
  for (const value of values) {
    if (value instanceof Float) floats[at] = value.value;
    else integers[at] = Number(value);
    at++;
  }
}

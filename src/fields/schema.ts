/** What crosses a boundary as the values of a table of fields: bounds included, as a zod schema. */
import * as z from 'zod/mini';
import { isWithin, type Field, type Value, type Values } from './field.ts';

/** Every field is there, within its bounds; what the table does not name is dropped. */
export function schemaOf<const F extends readonly Field[]>(
  fields: F,
): z.ZodMiniType<Values<F>, Record<string, unknown>> {
  const shape = Object.fromEntries(
    fields.map((field) => [field.key, z.custom<Value>((value) => isWithin(value, field))]),
  );
  // The keys are known only to the table.
  return z.object(shape) as unknown as z.ZodMiniType<Values<F>, Record<string, unknown>>;
}

/** Tests with radio choices: what a file in `content/self-test/` may say, and reading one. */
import { readFileSync } from 'node:fs';
import { z } from 'astro/zod';

const localisedSchema = z.strictObject({ zh: z.string().min(1), en: z.string().min(1) });

const optionSchema = z.strictObject({
  text: localisedSchema,
  /** Why this choice is right, or where it goes wrong. */
  why: localisedSchema,
  right: z.boolean().optional(),
});

const questionSchema = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]+$/),
  question: localisedSchema,
  options: z
    .array(optionSchema)
    .min(2)
    .max(5)
    .refine((options) => options.filter(({ right }) => right === true).length === 1, {
      message: 'exactly one option is right',
    }),
  /** Where the handbook answers it: `/page/#section` without language. */
  link: z.strictObject({
    to: z.string().regex(/^\/(?:[a-z0-9/-]+\/)?#[a-z][a-z0-9-]*$/),
    label: localisedSchema,
  }),
});

export type Question = z.infer<typeof questionSchema>;
export const questionsSchema = z
  .array(questionSchema)
  .min(1)
  .refine((all) => new Set(all.map(({ id }) => id)).size === all.length, {
    message: 'two questions share an id',
  });

/** Reads and checks a test; throws a sentence that names the file. */
export function readQuestions(path: string): Question[] {
  const parsed = questionsSchema.safeParse(JSON.parse(readFileSync(path, 'utf8')));
  if (!parsed.success) throw new Error(`${path}: ${z.prettifyError(parsed.error)}`);
  return parsed.data;
}

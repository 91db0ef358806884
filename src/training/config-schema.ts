/** A run's setting as it crosses the worker's boundary: every value within the bounds of its field. */
import * as z from 'zod/mini';
import type { AnyValues, Field } from '../fields/field.ts';
import { schemaOf } from '../fields/schema.ts';
import { findTask } from '../tasks/index.ts';
import { backendChoices, type RunConfig } from './config.ts';
import { fieldsOf, modelIds } from './kinds/index.ts';
import { seed } from './fields/setting.ts';

const anyValues = z.record(z.string(), z.union([z.number(), z.boolean(), z.string()]));

const fit = (fields: readonly Field[], values: AnyValues): boolean =>
  z.safeParse(schemaOf(fields), values).success;

export const runConfigSchema: z.ZodMiniType<RunConfig> = z
  .object({
    task: z.string(),
    taskParameters: anyValues,
    model: z.enum(modelIds),
    seed: z.number().check(z.int(), z.minimum(seed.min), z.maximum(seed.max)),
    backend: z.enum(backendChoices),
    fields: anyValues,
  })
  .check(
    z.refine(({ model, fields }) => fit(fieldsOf(model), fields), { path: ['fields'] }),
    z.refine(({ task, taskParameters }) => fit(findTask(task)?.parameters ?? [], taskParameters), {
      path: ['taskParameters'],
    }),
  );

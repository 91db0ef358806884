/**
 * A run as a link and back. Reading never throws: what cannot be used is left as it was and said in
 * one sentence.
 */
import { fromQuery, toQuery, type FromQuery } from '../fields/query.ts';
import type { AnyValues, Field } from '../fields/field.ts';
import { few } from '../fields/sentences.ts';
import { findTask, tasks } from '../tasks/index.ts';
import {
  backendChoices,
  defaultConfig,
  defaultFields,
  defaultTaskParameters,
  labs,
  settingOf,
  type LabId,
  type RunConfig,
} from './config.ts';
import { fieldsOf, modelIds, type ModelId } from './kinds/index.ts';

export interface ParsedQuery extends Pick<FromQuery, 'problems' | 'locked'> {
  readonly config: RunConfig;
  /** The link asks to train at once. */
  readonly start: boolean;
}

/** Names that a link may have though this run has no such field: another task's or model's. */
const elsewhere = new Set([
  'start',
  ...modelIds.flatMap((id) => fieldsOf(id).map(({ key }) => key)),
  ...tasks.flatMap(({ parameters }) => parameters.map(({ key }) => key)),
]);

/** Every field of a run of this task and this model, in the order of links. */
const allFields = (lab: LabId, task: string, model: ModelId): readonly Field[] => [
  ...settingOf(lab),
  ...findTask(task)!.parameters,
  ...fieldsOf(model),
];

const flat = ({ taskParameters, fields, ...setting }: RunConfig): AnyValues => ({
  ...setting,
  ...taskParameters,
  ...fields,
});

const only = (fields: readonly Field[], values: AnyValues): AnyValues =>
  Object.fromEntries(fields.map(({ key }) => [key, values[key]!]));

/** The model that a query or a setting names, or else `base`. */
export const namedModel = (lab: LabId, name: unknown): ModelId | undefined =>
  labs[lab].models.find((id) => id === name);

/** Reads a link; `base` supplies what the link leaves out (a chapter's preset). */
export function configFromQuery(
  query: URLSearchParams,
  lab: LabId,
  base: RunConfig = defaultConfig(lab),
): ParsedQuery {
  const isElsewhere = (name: string): boolean => elsewhere.has(name);
  const setting = fromQuery(query, settingOf(lab), flat(base)).values;
  const task = String(setting['task']);
  const model = namedModel(lab, setting['model']) ?? base.model;
  const before: RunConfig = {
    ...base,
    taskParameters:
      task === base.task ? base.taskParameters : defaultTaskParameters(findTask(task)!),
    fields: model === base.model ? base.fields : defaultFields(model),
  };
  const fields = allFields(lab, task, model);
  const { values, problems, locked } = fromQuery(query, fields, flat(before), isElsewhere);
  return {
    config: {
      task,
      taskParameters: only(findTask(task)!.parameters, values),
      model,
      seed: Number(values['seed']),
      backend: backendChoices.find((id) => id === values['backend']) ?? base.backend,
      fields: only(fieldsOf(model), values),
    },
    start: query.get('start') === '1',
    problems: few(problems),
    locked,
  };
}

/**
 * The shortest link that gives `config` back: task, model and seed, and what differs from the lab's
 * defaults for them.
 */
export function queryFromConfig(
  config: RunConfig,
  lab: LabId,
  locked: ReadonlySet<string> = new Set(),
): URLSearchParams {
  const { backend, taskParameters, fields } = defaultConfig(lab, config.task, config.model);
  const base = { backend, ...taskParameters, ...fields };
  return toQuery(flat(config), allFields(lab, config.task, config.model), base, locked);
}

/**
 * Everything a run depends on, as plain data: which task with which parameters, which model with
 * which fields, the seed and the backend. Each is a `Field`: a control in the panel, a key in the
 * link (`config-query.ts`) and a bound that the worker checks (`config-schema.ts`).
 */
import { defaultsOf, type AnyValues, type Field } from '../fields/field.ts';
import { findTask, tasks, type Task } from '../tasks/index.ts';
import { backendField, modelField, seed, taskField } from './fields/setting.ts';
import { fieldsOf, idsOf, kinds, type ModelId } from './kinds/index.ts';
import type { Kind, KindId } from './kinds/kind.ts';

export const backendIds = ['webgpu', 'webgl', 'wasm', 'cpu'] as const;
export type BackendId = (typeof backendIds)[number];
/** As they are called in both languages. */
export const backendNames: Readonly<Record<BackendId, string>> = {
  webgpu: 'WebGPU',
  webgl: 'WebGL',
  wasm: 'WASM',
  cpu: 'CPU',
};
export const backendChoices = ['auto', ...backendIds] as const;
export type BackendChoice = (typeof backendChoices)[number];

export type LabId = (typeof kinds)[KindId]['lab'];

interface Lab {
  readonly kind: KindId;
  readonly models: readonly [ModelId, ...ModelId[]];
}

/** The laboratories; each trains the models and tasks of its kind. */
export const labs = Object.fromEntries<Lab>(
  Object.values(kinds).map(({ id, lab, models }) => [lab, { kind: id, models: idsOf(models) }]),
) as Readonly<Record<LabId, Lab>>;

export const kindOf = (lab: LabId): Kind => kinds[labs[lab].kind];

export interface RunConfig {
  readonly task: string;
  readonly taskParameters: AnyValues;
  readonly model: ModelId;
  readonly seed: number;
  readonly backend: BackendChoice;
  /** The fields that the model has, all of them. */
  readonly fields: AnyValues;
}

export function tasksOf(lab: LabId): readonly Task[] {
  return tasks.filter((task) => task.kind === labs[lab].kind);
}

/** The fields of a run that are neither a model's nor a task's, in the order of links. */
export const settingOf = (lab: LabId): readonly Field[] => [
  taskField(tasksOf(lab)),
  modelField(kindOf(lab).models),
  seed,
  backendField(backendIds),
];

export const defaultTaskParameters = (task: Task): AnyValues => defaultsOf(task.parameters);

export const defaultFields = (model: ModelId): AnyValues => defaultsOf(fieldsOf(model));

export function defaultConfig(
  lab: LabId,
  taskId?: string,
  model: ModelId = labs[lab].models[0],
): RunConfig {
  const task = findTask(taskId ?? '') ?? tasksOf(lab)[0]!;
  return {
    task: task.id,
    taskParameters: defaultTaskParameters(task),
    model,
    seed: seed.default,
    backend: 'auto',
    fields: defaultFields(model),
  };
}

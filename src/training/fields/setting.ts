/** What a run has beside a model's fields and a task's parameters: task, model, seed and backend. */
import type { ChoiceField, NumberField } from '../../fields/field.ts';
import type { Localised } from '../../language.ts';
import type { Task } from '../../tasks/index.ts';

export const seed = {
  key: 'seed',
  kind: 'number',
  whole: true,
  min: 0,
  max: 2 ** 31 - 1,
  default: 42,
  label: { zh: '随机种子', en: 'Seed' },
  explanation: {
    zh: '同一个种子、同一个后端，曲线逐位相同',
    en: 'The same seed on the same backend gives the same curve, bit for bit',
  },
} as const satisfies NumberField;

export const taskLabel: Localised = { zh: '任务', en: 'Task' };
export const modelLabel: Localised = { zh: '模型', en: 'Model' };
export const backendLabel: Localised = { zh: '后端', en: 'Backend' };
export const automatic: Localised = { zh: '自动', en: 'Automatic' };

/** @param tasks at least one; the first is the default */
export const taskField = (tasks: readonly Task[]): ChoiceField => ({
  key: 'task',
  kind: 'choice',
  default: tasks[0]!.id,
  options: tasks.map(({ id, name }) => ({ value: id, label: name })),
  label: taskLabel,
});

/** @param models at least one; the first is the default */
export const modelField = (
  models: Readonly<Record<string, { readonly name: Localised }>>,
): ChoiceField => ({
  key: 'model',
  kind: 'choice',
  default: Object.keys(models)[0]!,
  options: Object.entries(models).map(([id, { name }]) => ({ value: id, label: name })),
  label: modelLabel,
  explanation: {
    zh: '两个模型可以在同一个任务、同一个种子上比一比',
    en: 'Two models can be compared on the same task and the same seed',
  },
});

/** @param ids of backends */
export const backendField = (ids: readonly string[]): ChoiceField => ({
  key: 'backend',
  kind: 'choice',
  default: 'auto',
  options: [
    { value: 'auto', label: automatic },
    ...ids.map((id) => ({ value: id, label: { zh: id, en: id } })),
  ],
  label: backendLabel,
  explanation: {
    zh: '“自动”先让各后端自检，再用这个模型各试跑几步，取最快的；也可以指定',
    en: '“Automatic” lets every backend check itself, tries a few steps of this model on each, and takes the fastest; or choose one',
  },
});

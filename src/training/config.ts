/**
 * Everything a run depends on, in one flat table: each field is a control in the panel, a key in
 * the link and a bound that is checked. `configFromQuery` never throws: a bad value is replaced by
 * its default and reported in one sentence.
 */
import * as z from 'zod/mini';
import { few, isAppended, quoted } from '../fields/link.ts';
import type { Localised } from '../language.ts';
import { findTask, tasks } from '../tasks/index.ts';
import type { ParameterSpec, Task, TaskParameters } from '../tasks/task.ts';

export const modelIds = [
  'lstm-seq2seq',
  'transformer-decoder',
  'transformer-encoder-decoder',
] as const;
export type ModelId = (typeof modelIds)[number];

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

/** The two laboratories; each trains the models and tasks of its kind. */
export const labs = {
  seq2seq: { kind: 'seq2seq', models: ['lstm-seq2seq', 'transformer-encoder-decoder'] },
  transformer: { kind: 'language', models: ['transformer-decoder'] },
} as const satisfies Record<string, { kind: Task['kind']; models: readonly ModelId[] }>;
export type LabId = keyof typeof labs;

type FieldKind =
  | {
      readonly kind: 'integer' | 'number';
      readonly min: number;
      readonly max: number;
      readonly step?: number;
    }
  | { readonly kind: 'boolean' }
  | { readonly kind: 'choice'; readonly choices: readonly string[] };

/** One hyper-parameter or stop condition; `defaults` may differ by model, and a missing model means it has no such field. */
export type ConfigField = {
  readonly name: string;
  readonly group: 'architecture' | 'optimisation' | 'stop';
  readonly defaults: Partial<Record<ModelId, number | boolean | string>>;
} & FieldKind;

const everyModel = <T>(value: T): Record<ModelId, T> => ({
  'lstm-seq2seq': value,
  'transformer-decoder': value,
  'transformer-encoder-decoder': value,
});
const transformers = <T>(decoder: T, encoderDecoder: T = decoder) => ({
  'transformer-decoder': decoder,
  'transformer-encoder-decoder': encoderDecoder,
});

export const configFields = [
  {
    name: 'layers',
    group: 'architecture',
    kind: 'integer',
    min: 1,
    max: 6,
    defaults: { 'lstm-seq2seq': 1, ...transformers(2) },
  },
  {
    name: 'd',
    group: 'architecture',
    kind: 'integer',
    min: 8,
    max: 512,
    defaults: { 'lstm-seq2seq': 128, ...transformers(64, 64) },
  },
  {
    name: 'embed',
    group: 'architecture',
    kind: 'integer',
    min: 4,
    max: 256,
    defaults: { 'lstm-seq2seq': 32 },
  },
  {
    name: 'attention',
    group: 'architecture',
    kind: 'choice',
    choices: ['none', 'dot', 'additive'],
    defaults: { 'lstm-seq2seq': 'dot' },
  },
  {
    name: 'heads',
    group: 'architecture',
    kind: 'integer',
    min: 1,
    max: 16,
    defaults: transformers(4),
  },
  {
    name: 'context',
    group: 'architecture',
    kind: 'integer',
    min: 4,
    max: 256,
    defaults: { 'transformer-decoder': 64 },
  },
  {
    name: 'positions',
    group: 'architecture',
    kind: 'choice',
    choices: ['learned', 'sinusoidal', 'rotary'],
    defaults: transformers('learned', 'sinusoidal'),
  },
  {
    name: 'norm',
    group: 'architecture',
    kind: 'choice',
    choices: ['pre', 'post'],
    defaults: transformers('pre'),
  },
  {
    name: 'activation',
    group: 'architecture',
    kind: 'choice',
    choices: ['gelu', 'relu', 'swiglu'],
    defaults: transformers('gelu', 'relu'),
  },
  { name: 'tied', group: 'architecture', kind: 'boolean', defaults: transformers(true) },
  {
    name: 'dropout',
    group: 'architecture',
    kind: 'number',
    min: 0,
    max: 0.6,
    step: 0.05,
    defaults: everyModel(0),
  },
  {
    name: 'batch',
    group: 'optimisation',
    kind: 'integer',
    min: 1,
    max: 256,
    defaults: { 'lstm-seq2seq': 64, ...transformers(16, 64) },
  },
  {
    name: 'lr',
    group: 'optimisation',
    kind: 'number',
    min: 0.00001,
    max: 1,
    step: 0.0005,
    defaults: { 'lstm-seq2seq': 0.005, ...transformers(0.003, 0.002) },
  },
  {
    name: 'warmup',
    group: 'optimisation',
    kind: 'integer',
    min: 0,
    max: 2000,
    defaults: { 'lstm-seq2seq': 20, ...transformers(50) },
  },
  {
    name: 'decay',
    group: 'optimisation',
    kind: 'choice',
    choices: ['cosine', 'constant'],
    defaults: everyModel('cosine'),
  },
  {
    name: 'clip',
    group: 'optimisation',
    kind: 'number',
    min: 0,
    max: 10,
    step: 0.1,
    defaults: everyModel(1),
  },
  {
    name: 'weight-decay',
    group: 'optimisation',
    kind: 'number',
    min: 0,
    max: 1,
    step: 0.01,
    defaults: everyModel(0.01),
  },
  {
    name: 'teacher',
    group: 'optimisation',
    kind: 'number',
    min: 0,
    max: 1,
    step: 0.05,
    defaults: { 'lstm-seq2seq': 1 },
  },
  {
    name: 'steps',
    group: 'stop',
    kind: 'integer',
    min: 1,
    max: 100000,
    defaults: everyModel(1500),
  },
  {
    name: 'target-accuracy',
    group: 'stop',
    kind: 'number',
    min: 0,
    max: 1,
    step: 0.01,
    defaults: { 'lstm-seq2seq': 1, 'transformer-encoder-decoder': 1 },
  },
  {
    name: 'target-loss',
    group: 'stop',
    kind: 'number',
    min: 0,
    max: 20,
    step: 0.01,
    defaults: everyModel(0),
  },
  {
    name: 'minutes',
    group: 'stop',
    kind: 'number',
    min: 0,
    max: 600,
    step: 0.5,
    defaults: everyModel(0),
  },
] as const satisfies readonly ConfigField[];

export type FieldName = (typeof configFields)[number]['name'];
export type FieldValue = number | boolean | string;

const fieldValue = z.union([z.number(), z.boolean(), z.string()]);

export const runConfigSchema = z.object({
  task: z.string(),
  taskParameters: z.record(z.string(), fieldValue),
  model: z.enum(modelIds),
  seed: z.number().check(z.int(), z.minimum(0), z.maximum(2 ** 31 - 1)),
  backend: z.enum(backendChoices),
  /** The fields of `configFields` that the model has, all of them present. */
  fields: z.record(z.string(), fieldValue),
});
export type RunConfig = z.infer<typeof runConfigSchema>;

export function fieldsOf(model: ModelId): readonly ConfigField[] {
  return configFields.filter((field: ConfigField) => field.defaults[model] !== undefined);
}

export function tasksOf(lab: LabId): readonly Task[] {
  return tasks.filter((task) => task.kind === labs[lab].kind);
}

export function defaultTaskParameters(task: Task): TaskParameters {
  return Object.fromEntries(task.parameters.map((spec) => [spec.name, spec.default]));
}

export function defaultFields(model: ModelId): Record<string, FieldValue> {
  return Object.fromEntries(fieldsOf(model).map((field) => [field.name, field.defaults[model]!]));
}

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
    seed: 42,
    backend: 'auto',
    fields: defaultFields(model),
  };
}

/** Typed access to one field; throws where the model has none, which is a defect, not a reader's error. */
export function numberField(config: RunConfig, name: FieldName): number {
  const value = config.fields[name];
  if (typeof value !== 'number')
    throw new Error(`The field ${name} of ${config.model} is ${String(value)}, not a number.`);
  return value;
}

/** A field or task parameter as the parser sees it. */
type Spec = ParameterSpec | ConfigField;

const list = (values: readonly string[]): string => values.join(', ');

/** @returns the value, or one sentence that says what would be valid. */
function parseValue(spec: Spec, raw: string): FieldValue | Localised {
  switch (spec.kind) {
    case 'boolean': {
      if (raw === '1' || raw === 'true') return true;
      if (raw === '0' || raw === 'false') return false;
      return {
        zh: `链接里的 ${spec.name} 应为 1 或 0，现在是“${quoted(raw)}”；已用默认值。`,
        en: `In the link, ${spec.name} must be 1 or 0, not “${quoted(raw)}”; the default is used.`,
      };
    }
    case 'choice': {
      const values = spec.choices.map((choice) =>
        typeof choice === 'string' ? choice : choice.value,
      );
      if (values.includes(raw)) return raw;
      return {
        zh: `链接里的 ${spec.name} 只能是 ${list(values)}，现在是“${quoted(raw)}”；已用默认值。`,
        en: `In the link, ${spec.name} must be one of ${list(values)}, not “${quoted(raw)}”; the default is used.`,
      };
    }
    case 'integer':
    case 'number': {
      const value = raw.trim() === '' ? Number.NaN : Number(raw);
      const whole = spec.kind === 'integer';
      if (
        Number.isFinite(value) &&
        value >= spec.min &&
        value <= spec.max &&
        (!whole || Number.isInteger(value))
      )
        return value;
      return {
        zh: `链接里的 ${spec.name} 应为 ${spec.min} 到 ${spec.max} 之间的${whole ? '整数' : '数'}，现在是“${quoted(raw)}”；已用默认值。`,
        en: `In the link, ${spec.name} must be ${whole ? 'a whole number' : 'a number'} from ${spec.min} to ${spec.max}, not “${quoted(raw)}”; the default is used.`,
      };
    }
  }
}

const isProblem = (value: FieldValue | Localised): value is Localised => typeof value === 'object';

export interface ParsedQuery {
  readonly config: RunConfig;
  readonly start: boolean;
  readonly problems: readonly Localised[];
}

/** Reads a link; `base` supplies what the link leaves out (a chapter's preset). */
export function configFromQuery(
  query: URLSearchParams,
  lab: LabId,
  base: RunConfig = defaultConfig(lab),
): ParsedQuery {
  const problems: Localised[] = [];
  const known = new Set(['task', 'model', 'seed', 'backend', 'start']);
  const read = <T extends FieldValue>(spec: Spec, fallback: T): T => {
    known.add(spec.name);
    const raw = query.get(spec.name);
    if (raw === null) return fallback;
    const value = parseValue(spec, raw);
    if (isProblem(value)) {
      problems.push(value);
      return fallback;
    }
    return value as T;
  };
  const choice = (name: string, choices: readonly string[]): ConfigField => ({
    name,
    group: 'architecture',
    kind: 'choice',
    choices,
    defaults: {},
  });

  const taskId = read(
    choice(
      'task',
      tasksOf(lab).map((task) => task.id),
    ),
    base.task,
  );
  const model = read<ModelId>(choice('model', labs[lab].models), base.model);
  const seed = read(
    {
      name: 'seed',
      group: 'optimisation',
      kind: 'integer',
      min: 0,
      max: 2 ** 31 - 1,
      defaults: {},
    },
    base.seed,
  );
  const backend = read<BackendChoice>(choice('backend', backendChoices), base.backend);

  const task = findTask(taskId)!;
  const taskDefaults = taskId === base.task ? base.taskParameters : defaultTaskParameters(task);
  const taskParameters = Object.fromEntries(
    task.parameters.map((spec) => [spec.name, read(spec, taskDefaults[spec.name] ?? spec.default)]),
  );
  const fieldDefaults = model === base.model ? base.fields : defaultFields(model);
  const fields = Object.fromEntries(
    fieldsOf(model).map((field) => [
      field.name,
      read(field, fieldDefaults[field.name] ?? field.defaults[model]!),
    ]),
  );

  for (const name of new Set(query.keys())) {
    const elsewhere =
      configFields.some((field) => field.name === name) ||
      tasks.some((other) => other.parameters.some((spec) => spec.name === name));
    if (!known.has(name) && !elsewhere && !isAppended(name)) {
      problems.push({
        zh: `链接里有不认识的参数“${quoted(name)}”，已忽略。`,
        en: `The link has an unknown parameter “${quoted(name)}”; it is ignored.`,
      });
    }
  }
  return {
    config: { task: taskId, taskParameters, model, seed, backend, fields },
    start: query.get('start') === '1',
    problems: few(problems),
  };
}

/** The shortest link that gives `config` back: only what differs from the lab's defaults for that task and model. */
export function queryFromConfig(config: RunConfig, lab: LabId): URLSearchParams {
  const base = defaultConfig(lab, config.task, config.model);
  const query = new URLSearchParams();
  const write = (name: string, value: FieldValue, fallback: FieldValue | undefined): void => {
    if (value !== fallback)
      query.set(name, typeof value === 'boolean' ? (value ? '1' : '0') : String(value));
  };
  query.set('task', config.task);
  query.set('model', config.model);
  query.set('seed', String(config.seed));
  write('backend', config.backend, base.backend);
  for (const [name, value] of Object.entries(config.taskParameters))
    write(name, value, base.taskParameters[name]);
  for (const [name, value] of Object.entries(config.fields)) write(name, value, base.fields[name]);
  return query;
}

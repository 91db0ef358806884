/** Builds tasks as the worker does, with the committed data files. */
import { readFileSync } from 'node:fs';
import { ReaderError } from '../../../src/language.ts';
import { tasks } from '../../../src/tasks/index.ts';
import type {
  LanguageData,
  Seq2SeqData,
  Task,
  TaskParameters,
  TaskResources,
} from '../../../src/tasks/task.ts';

const files = new Map<string, string>();

export function asset(name: string): string {
  const known = files.get(name);
  if (known !== undefined) return known;
  const text = readFileSync(new URL(`../../../public/data/${name}`, import.meta.url), 'utf8');
  files.set(name, text);
  return text;
}

export function resourcesOf(task: Task): TaskResources {
  return {
    assets: Object.fromEntries(task.assets.map((name) => [name, asset(name)])),
    ownText: asset('moby.txt').slice(0, 20_000),
  };
}

export function seq2seq(task: Task, parameters: TaskParameters = {}): Seq2SeqData {
  const data = task.create(parameters, resourcesOf(task));
  if (data.kind !== 'seq2seq') throw new Error(`${task.id} is a language task.`);
  return data;
}

export function language(task: Task, parameters: TaskParameters = {}): LanguageData {
  const data = task.create(parameters, resourcesOf(task));
  if (data.kind !== 'language') throw new Error(`${task.id} is a seq2seq task.`);
  return data;
}

/** Every task with its defaults, with each other choice, and with each bound of each number. */
export function variants(kind: Task['kind']): { task: Task; parameters: TaskParameters }[] {
  return tasks
    .filter((task) => task.kind === kind)
    .flatMap((task) => [
      { task, parameters: {} },
      ...task.parameters.flatMap((spec) => valuesOf(task, spec.name)),
    ]);
}

function valuesOf(task: Task, name: string): { task: Task; parameters: TaskParameters }[] {
  const spec = task.parameters.find((candidate) => candidate.name === name)!;
  switch (spec.kind) {
    case 'boolean':
      return [{ task, parameters: { [name]: !spec.default } }];
    case 'choice':
      return spec.choices.map(({ value }) => ({ task, parameters: { [name]: value } }));
    case 'integer':
      if (name === 'shortest')
        return [{ task, parameters: { shortest: spec.min, longest: spec.min } }];
      if (name === 'longest')
        return [{ task, parameters: { shortest: spec.max, longest: spec.max } }];
      return [spec.min, spec.max].map((value) => ({ task, parameters: { [name]: value } }));
  }
}

/** The `ReaderError` that `action` throws; anything else fails the test. */
export function refusal(action: () => unknown): ReaderError {
  try {
    action();
  } catch (error) {
    if (error instanceof ReaderError) return error;
    throw error;
  }
  throw new Error('Nothing was refused.');
}

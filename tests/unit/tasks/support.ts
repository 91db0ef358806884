/** Builds tasks as the worker does, with the committed data files. */
import { readFileSync } from 'node:fs';
import type { AnyValues, Field } from '../../../src/fields/field.ts';
import { ReaderError } from '../../../src/language.ts';
import { tasks, type Task } from '../../../src/tasks/index.ts';
import type { LanguageData, Seq2SeqData, TaskResources } from '../../../src/tasks/task.ts';

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

export function seq2seq(task: Task, parameters: AnyValues = {}): Seq2SeqData {
  const data = task.create(parameters, resourcesOf(task));
  if (data.kind !== 'pairs') throw new Error(`${task.id} is a language task.`);
  return data;
}

export function language(task: Task, parameters: AnyValues = {}): LanguageData {
  const data = task.create(parameters, resourcesOf(task));
  if (data.kind !== 'text') throw new Error(`${task.id} is a seq2seq task.`);
  return data;
}

/** Every task with its defaults, with each other choice, and with each bound of each number. */
export function variants(kind: Task['kind']): { task: Task; parameters: AnyValues }[] {
  return tasks
    .filter((task) => task.kind === kind)
    .flatMap((task) => [
      { task, parameters: {} },
      ...task.parameters.flatMap((field) =>
        othersOf(field).map((parameters) => ({ task, parameters })),
      ),
    ]);
}

function othersOf(field: Field): AnyValues[] {
  const { key } = field;
  switch (field.kind) {
    case 'switch':
      return [{ [key]: !field.default }];
    case 'choice':
      return field.options.map(({ value }) => ({ [key]: value }));
    case 'number':
      if (key === 'shortest') return [{ shortest: field.min, longest: field.min }];
      if (key === 'longest') return [{ shortest: field.max, longest: field.max }];
      return [field.min, field.max].map((value) => ({ [key]: value }));
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

/**
 * Reads a task's parameters. They come from links and files, so a value of the wrong kind or out
 * of bounds is refused with a sentence; a missing one takes its default.
 */
import { ReaderError } from '../language.ts';
import type { ParameterSpec, TaskParameters } from './task.ts';

type Spec<K extends ParameterSpec['kind']> = Extract<ParameterSpec, { kind: K }>;

export function integerParameter(spec: Spec<'integer'>, parameters: TaskParameters): number {
  const value = parameters[spec.name] ?? spec.default;
  const { min, max } = spec;
  if (typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max) {
    return value;
  }
  throw new ReaderError('task-parameter', {
    zh: `“${spec.label.zh}”应为 ${min} 到 ${max} 之间的整数，现在是“${String(value)}”。`,
    en: `“${spec.label.en}” must be a whole number from ${min} to ${max}, not “${String(value)}”.`,
  });
}

export function booleanParameter(spec: Spec<'boolean'>, parameters: TaskParameters): boolean {
  const value = parameters[spec.name] ?? spec.default;
  if (typeof value === 'boolean') return value;
  throw new ReaderError('task-parameter', {
    zh: `“${spec.label.zh}”只能是“是”或“否”，现在是“${String(value)}”。`,
    en: `“${spec.label.en}” must be on or off, not “${String(value)}”.`,
  });
}

export function choiceParameter(spec: Spec<'choice'>, parameters: TaskParameters): string {
  const value = parameters[spec.name] ?? spec.default;
  const choices = spec.choices.map((choice) => choice.value);
  if (typeof value === 'string' && choices.includes(value)) return value;
  throw new ReaderError('task-parameter', {
    zh: `“${spec.label.zh}”只能是 ${choices.join('、')} 之一，现在是“${String(value)}”。`,
    en: `“${spec.label.en}” must be one of ${choices.join(', ')}, not “${String(value)}”.`,
  });
}

/** Shared by the tasks on random sequences. */
export const shortestSpec = {
  name: 'shortest',
  label: { zh: '最短长度', en: 'Shortest length' },
  kind: 'integer',
  min: 1,
  max: 16,
  default: 4,
} as const satisfies ParameterSpec;

export const longestSpec = {
  name: 'longest',
  label: { zh: '最长长度', en: 'Longest length' },
  kind: 'integer',
  min: 1,
  max: 16,
  default: 8,
} as const satisfies ParameterSpec;

/** Both bounds; refuses a shortest length above the longest. */
export function lengthRange(parameters: TaskParameters): { shortest: number; longest: number } {
  const shortest = integerParameter(shortestSpec, parameters);
  const longest = integerParameter(longestSpec, parameters);
  if (shortest <= longest) return { shortest, longest };
  throw new ReaderError('task-parameter', {
    zh: `最短长度 ${shortest} 大于最长长度 ${longest}；请改其中一个。`,
    en: `The shortest length ${shortest} is above the longest length ${longest}; change one of them.`,
  });
}

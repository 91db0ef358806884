/** What holds for every task: order, words for the reader, and names that can stand in a link. */
import { describe, expect, it } from 'vitest';
import { findTask, tasks } from '../../../src/tasks/index.ts';
import { modelIds, fieldsOfAll } from '../../../src/training/kinds/index.ts';
import { asset, refusal, resourcesOf } from './support.ts';

/** They stand in links and in panels in this order; the first of a kind is its laboratory's default. */
const ids =
  'reversal sorting addition chinese-numerals dates phonemes pinyin tang moby names own-text memorise';

const modules = import.meta.glob<Readonly<Record<string, unknown>>>('../../../src/tasks/*.ts', {
  eager: true,
});
const isTask = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && 'create' in value && 'teaches' in value;

describe('the registry', () => {
  it('keeps the order of the panels', () => {
    const known = tasks.map(({ id }) => id).filter((id) => ids.split(' ').includes(id));
    expect(known.join(' ')).toBe(ids);
  });

  it('lists every task that a file has, once', () => {
    const exported = Object.values(modules).flatMap((module) => Object.values(module));
    const made = new Set<unknown>(exported.filter(isTask));
    expect(new Set<unknown>(tasks)).toEqual(made);
    expect(new Set(tasks.map(({ id }) => id)).size).toBe(tasks.length);
  });

  it('finds a task by its id and nothing else', () => {
    for (const task of tasks) expect(findTask(task.id)).toBe(task);
    expect(findTask('')).toBeUndefined();
  });

  it('has Chinese and English for every name, line and label', () => {
    const labels = tasks.flatMap((task) => [
      task.name,
      task.teaches,
      ...task.parameters.flatMap((field) =>
        field.kind === 'choice'
          ? [field.label, ...field.options.map((option) => option.label)]
          : [field.label],
      ),
    ]);
    for (const { zh, en } of labels) {
      expect(zh).toMatch(/\p{Script=Han}/u);
      expect(en).toMatch(/^[^\p{Script=Han}]+$|[零十一]/u);
    }
  });

  it('names no parameter like a field of the run or another meaning', () => {
    const taken = new Set<string>(fieldsOfAll(modelIds).map(({ key }) => key));
    for (const name of ['task', 'model', 'seed', 'backend', 'start', 'run', 'lock'])
      taken.add(name);
    const meanings = new Map<string, string>();
    for (const spec of tasks.flatMap((task) => task.parameters)) {
      expect(taken).not.toContain(spec.key);
      const meaning = JSON.stringify(spec);
      expect(meanings.get(spec.key) ?? meaning).toBe(meaning);
      meanings.set(spec.key, meaning);
    }
  });

  it('keeps every data file below 1.5 MB and its source written down', () => {
    const provenance = asset('PROVENANCE.md');
    for (const name of tasks.flatMap((task) => task.assets)) {
      expect(new TextEncoder().encode(asset(name)).length).toBeLessThan(1_500_000);
      expect(provenance).toContain(`| \`${name}\` |`);
    }
  });

  it('refuses parameters of the wrong kind or out of bounds', () => {
    for (const task of tasks) {
      for (const spec of task.parameters) {
        const wrong =
          spec.kind === 'number' ? [spec.min - 1, spec.max + 1, 2.5, 'x'] : ['no such', 7];
        for (const value of wrong) {
          const create = (): unknown => task.create({ [spec.key]: value }, resourcesOf(task));
          expect(refusal(create).localised.zh).toContain(spec.label.zh);
        }
      }
    }
  });
});

/** What holds for every task: order, words for the reader, and names that can stand in a link. */
import { describe, expect, it } from 'vitest';
import { findTask, tasks } from '../../../src/tasks/index.ts';
import { configFields } from '../../../src/training/config.ts';
import { asset, refusal, resourcesOf } from './support.ts';

const ids =
  'reversal sorting addition chinese-numerals dates phonemes pinyin tang moby names own-text memorise';

describe('the registry', () => {
  it('lists the tasks in the order of the panels', () => {
    expect(tasks.map((task) => task.id).join(' ')).toBe(ids);
  });

  it('finds a task by its id and nothing else', () => {
    for (const task of tasks) expect(findTask(task.id)).toBe(task);
    expect(findTask('')).toBeUndefined();
  });

  it('has Chinese and English for every name, line and label', () => {
    const labels = tasks.flatMap((task) => [
      task.name,
      task.teaches,
      ...task.parameters.flatMap((spec) =>
        spec.kind === 'choice'
          ? [spec.label, ...spec.choices.map((choice) => choice.label)]
          : [spec.label],
      ),
    ]);
    for (const { zh, en } of labels) {
      expect(zh).toMatch(/\p{Script=Han}/u);
      expect(en).toMatch(/^[^\p{Script=Han}]+$|[零十一]/u);
    }
  });

  it('names no parameter like a field of the run or another meaning', () => {
    const taken = new Set<string>(configFields.map((field) => field.name));
    for (const name of ['task', 'model', 'seed', 'backend', 'start']) taken.add(name);
    const meanings = new Map<string, string>();
    for (const spec of tasks.flatMap((task) => task.parameters)) {
      expect(taken).not.toContain(spec.name);
      const meaning = JSON.stringify(spec);
      expect(meanings.get(spec.name) ?? meaning).toBe(meaning);
      meanings.set(spec.name, meaning);
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
          spec.kind === 'integer' ? [spec.min - 1, spec.max + 1, 2.5, 'x'] : ['no such', 7];
        for (const value of wrong) {
          const create = (): unknown => task.create({ [spec.name]: value }, resourcesOf(task));
          expect(refusal(create).localised.zh).toContain(spec.label.zh);
        }
      }
    }
  });
});

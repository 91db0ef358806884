import { describe, expect, it } from 'vitest';
import { presetConfig } from '../../../src/demos/run/link.ts';
import { ghostLabel, ghostsOf, pin } from '../../../src/demos/run/pinned.ts';
import { initialView, reduce } from '../../../src/demos/run/view.ts';
import { story } from './story.ts';

const view = story.reduce(reduce, initialView);
const lstm = presetConfig('seq2seq', 'task=reversal');
const transformer = presetConfig('seq2seq', 'task=reversal&model=transformer-encoder-decoder');

describe('pinned runs', () => {
  it('keep the curve of an earlier run and name it by what differs', () => {
    const [ghost] = ghostsOf(pin([], view, lstm), transformer, 'en');
    expect(ghost).toMatchObject({ heldOut: view.heldOut });
    expect(ghost!.label).toContain('LSTM seq2seq');
    const reseeded = { ...lstm, seed: 7 };
    const [other] = pin([], view, reseeded);
    expect(ghostLabel(other!, lstm, 'zh')).toBe('seed 7');
    expect(ghostLabel(other!, reseeded, 'zh')).toBe('上一次，同样的设置');
  });

  it('hold each setting once and at most four', () => {
    const twice = pin(pin([], view, lstm), view, lstm);
    expect(twice).toHaveLength(1);
    let many = twice;
    for (let seed = 1; seed < 9; seed++) many = pin(many, view, { ...lstm, seed });
    expect(many.map((run) => run.config.seed)).toEqual([5, 6, 7, 8]);
  });

  it('never look alike, and keep their look while others come and go', () => {
    let runs = pin([], view, lstm);
    const looks = new Map<string, number>();
    for (let seed = 1; seed < 12; seed++) {
      runs = pin(runs, view, { ...lstm, seed });
      if (seed % 5 === 0) runs = runs.filter((_, index) => index !== 1);
      expect(new Set(runs.map((run) => run.look)).size).toBe(runs.length);
      for (const { id, look } of runs) {
        expect(look).toBe(looks.get(id) ?? look);
        looks.set(id, look);
      }
    }
  });

  it('ignore a run that drew nothing', () => {
    expect(pin([], initialView, lstm)).toEqual([]);
    expect(pin([], view, null)).toEqual([]);
  });
});

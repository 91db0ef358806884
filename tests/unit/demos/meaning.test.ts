import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  lagMeaning,
  lossMeaning,
  matchMeaning,
  overfitting,
  overfittingMeaning,
} from '../../../src/demos/run/meaning.ts';
import { tasks } from '../../../src/tasks/index.ts';
import { appendLosses, emptyCurve } from '../../../src/ui/curve.ts';
import { formatLoss } from '../../../src/ui/format.ts';
import { resourcesOf } from '../tasks/support.ts';

/** What a sentence calls each trivial predictor. */
const words = {
  en: { uniform: 'guessing', unigram: 'counting symbols', bigram: 'symbol before' },
  zh: { uniform: '瞎猜', unigram: '频率', bigram: '前一个' },
} as const;
const languages = ['zh', 'en'] as const;
const predictors = ['uniform', 'unigram', 'bigram'] as const;
interface Losses {
  readonly uniform: number;
  readonly unigram?: number;
  readonly bigram?: number;
}

/** The comparison alone, after the sentence with the probabilities. */
function verdictOf(baselines: Losses, loss: number, language: 'zh' | 'en'): string {
  const sentence = lossMeaning({ of: 'Loss', loss, baselines, kind: 'text', language });
  return sentence.slice(
    sentence.search(language === 'zh' ? /这(胜过|还没有)/ : /That (beats|does)/),
  );
}

function expectTrue(baselines: Losses, loss: number): void {
  for (const language of languages) {
    const verdict = verdictOf(baselines, loss, language);
    const [beats, misses = ''] = verdict.split(language === 'zh' ? '，但没有' : ', but not');
    const none =
      language === 'zh' ? verdict.includes('还没有胜过') : verdict.includes('does not beat');
    for (const name of predictors) {
      const word = words[language][name];
      const value = baselines[name];
      if (value === undefined) expect(verdict).not.toContain(word);
      else if (beats!.includes(word)) expect(loss < value, `${verdict} ${value}`).toBe(!none);
      else if (misses.includes(word)) expect(loss, verdict).toBeGreaterThanOrEqual(value);
      else if (!none) {
        // What is not named is no nearer to the loss than what is.
        const nearer = predictors.some((other) => {
          const at = baselines[other];
          if (at === undefined || !verdict.includes(words[language][other])) return false;
          return loss < value ? loss < at && at <= value : loss >= at && at >= value;
        });
        expect(nearer, verdict).toBe(true);
      }
    }
  }
}

describe('lossMeaning', () => {
  it('turns a loss into a probability and compares it with guessing', () => {
    const baselines = { uniform: Math.log(28) };
    const en = lossMeaning({ of: 'Loss', loss: 0.214, baselines, kind: 'pairs', language: 'en' });
    expect(en).toContain('e^−0.214 = 80.7\u202f%');
    expect(en).toContain('guessing gives 3.6\u202f%');
    const zh = lossMeaning({ of: 'Loss', loss: 3.5, baselines, kind: 'pairs', language: 'zh' });
    expect(zh).toContain('没有胜过瞎猜');
  });

  it('says nothing of counting pairs to a task that has no such baseline', () => {
    const done = {
      of: 'Loss',
      loss: 0.002,
      baselines: { uniform: 3.3, unigram: 3.1 },
      kind: 'pairs',
    } as const;
    expect(lossMeaning({ ...done, language: 'en' })).toMatch(/beats counting symbols\.$/);
    expect(lossMeaning({ ...done, language: 'zh' })).toMatch(/这胜过了只数频率。$/);
  });

  it('names the best predictor that is beaten, and counting pairs where it is not', () => {
    const baselines = { uniform: 4, unigram: 3, bigram: 2.5 };
    const say = (loss: number) =>
      lossMeaning({ of: 'Loss', loss, baselines, kind: 'text', language: 'en' });
    expect(say(2)).toMatch(/beats statistics of the one symbol before\.$/);
    expect(say(2.7)).toMatch(/beats counting symbols, but not statistics of the one symbol before/);
    expect(say(3.5)).toMatch(/beats guessing, but not counting symbols/);
  });

  it.each(tasks.map((task) => [task.id, task] as const))(
    'is true of every loss on %s',
    (_, task) => {
      const { baselines } = task.create({}, resourcesOf(task));
      const values = predictors.flatMap((name) => baselines[name] ?? []);
      const edges = values.flatMap((value) => [value - 1e-6, value, value + 1e-6]);
      for (const loss of [0, 0.002, ...edges, 20]) expectTrue(baselines, loss);
    },
  );

  it('is true whatever the baselines are', () => {
    const loss = fc.double({ min: 0, max: 12, noNaN: true });
    const maybe = fc.option(loss, { nil: undefined });
    fc.assert(
      fc.property(loss, loss, maybe, maybe, (now, uniform, unigram, bigram) => {
        expectTrue(
          {
            uniform,
            ...(unigram === undefined ? {} : { unigram }),
            ...(bigram === undefined ? {} : { bigram }),
          },
          now,
        );
      }),
    );
  });
});

describe('matchMeaning', () => {
  it('says how many pairs were right', () => {
    expect(matchMeaning(60 / 64, 64, 'en')).toContain('of 64 held-out pairs it wrote 60 right');
    expect(matchMeaning(1, 512, 'zh')).toContain('留出的 512 对里，有 512 对');
  });
});

describe('over-fitting', () => {
  const falling = appendLosses(
    emptyCurve,
    Array.from({ length: 500 }, (_, i): [number, number] => [i + 1, 4 - i / 200]),
  );

  it('is named with its best step where the held-out loss rises and the training loss falls', () => {
    const turn = overfitting(falling, {
      steps: [100, 200, 300, 400, 500],
      values: [4.8, 4.6, 4.654, 4.8, 5.1],
    });
    expect(turn).toEqual({ step: 200, lowest: 4.6, now: 5.1 });
    expect(overfittingMeaning(turn!, 'en')).toMatch(
      /lowest at step 200, 4\.600; it has risen to 5\.100/,
    );
    expect(overfittingMeaning(turn!, 'zh')).toContain('第 200 步最低，是 4.600；之后升到 5.100');
  });

  it('is not seen in a held-out loss that falls, wavers, or rises with the training loss', () => {
    expect(overfitting(falling, { steps: [100, 200], values: [4.8, 4.6] })).toBeNull();
    expect(overfitting(falling, { steps: [100, 200], values: [0.004, 0.012] })).toBeNull();
    expect(overfitting(falling, { steps: [100, 200], values: [4.6, 4.61] })).toBeNull();
    const rising = appendLosses(
      emptyCurve,
      Array.from({ length: 300 }, (_, i): [number, number] => [i + 1, 1 + i / 100]),
    );
    expect(overfitting(rising, { steps: [100, 200, 300], values: [3, 4, 5] })).toBeNull();
    expect(overfitting(emptyCurve, { steps: [], values: [] })).toBeNull();
  });

  it('never contradicts the curve beside it', () => {
    const losses = fc.array(fc.double({ min: 0, max: 9, noNaN: true }), {
      minLength: 1,
      maxLength: 12,
    });
    fc.assert(
      fc.property(losses, (values) => {
        const steps = values.map((_, i) => 40 * (i + 1));
        const turn = overfitting(falling, { steps, values });
        if (turn === null) return;
        expect(turn.lowest).toBe(Math.min(...values));
        expect(turn.now).toBe(values.at(-1));
        expect(turn.step).toBeLessThan(steps.at(-1)!);
        expect(formatLoss(turn.lowest)).not.toBe(formatLoss(turn.now));
      }),
    );
  });
});

describe('lagMeaning', () => {
  it('explains a training loss above the held-out one only while it falls', () => {
    const steep = appendLosses(
      emptyCurve,
      Array.from({ length: 20 }, (_, i): [number, number] => [i + 1, 3 - i / 10]),
    );
    expect(lagMeaning(steep, { steps: [20], values: [1.2] }, 'en')).toContain('last 20 steps');
    expect(lagMeaning(steep, { steps: [20], values: [2.9] }, 'en')).toBe('');
    expect(lagMeaning(steep, { steps: [20], values: [2.04] }, 'en')).toBe('');
    const flat = appendLosses(
      emptyCurve,
      Array.from({ length: 40 }, (_, i): [number, number] => [i + 1, 2]),
    );
    expect(lagMeaning(flat, { steps: [40], values: [1.9] }, 'zh')).toBe('');
  });
});

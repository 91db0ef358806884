import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  breakEvenQuality,
  conversationTokens,
  requestCost,
  taskCost,
  taskValue,
  turnInputTokens,
} from '../../../src/economics/api-cost.ts';

const prices = { inputPerMtok: 1, outputPerMtok: 4, cachedRatio: 0.1 };

it('prices a request, cached or not', () => {
  expect(requestCost(3000, 500, 0, prices)).toBeCloseTo(0.005, 9);
  expect(requestCost(3000, 500, 0.8, prices)).toBeCloseTo(0.00284, 9);
  expect(requestCost(3000, 4500, 0, prices)).toBeCloseTo(0.021, 9);
});

it('sends the history again at every turn', () => {
  const talk = { systemTokens: 500, userTokens: 100, answerTokens: 300 };
  const of = (turns: number): object => conversationTokens({ ...talk, turns });
  expect(of(1)).toEqual({ input: 600, output: 300 });
  expect(of(10)).toEqual({ input: 24_000, output: 3000 });
  expect(of(40)).toEqual({ input: 336_000, output: 12_000 });
});

it('adds up turn by turn', () => {
  const sizes = fc.integer({ min: 0, max: 10_000 });
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 60 }), sizes, sizes, sizes, (turns, s, a, y) => {
      const talk = { turns, systemTokens: s, userTokens: a, answerTokens: y };
      let input = 0;
      for (let turn = 1; turn <= turns; turn++) input += turnInputTokens(talk, turn);
      expect(conversationTokens(talk)).toEqual({ input, output: turns * y });
    }),
  );
});

it('prices the tasks of chapter 5', () => {
  expect(taskCost(600, 10, 2, 8, 0)).toBeCloseTo(0.00128, 9);
  expect(taskCost(4000, 300, 2, 8, 0.1)).toBeCloseTo(0.01144, 9);
  expect(taskCost(400_000, 8000, 2, 8, 1)).toBeCloseTo(1.728, 9);
});

it('finds the quality at which a task breaks even', () => {
  const task = {
    wagePerHour: 30,
    savedMinutes: 6,
    checkMinutes: 2,
    cost: 0.015,
    failureCost: 0.5,
  };
  expect(taskValue(task, 0.8)).toBeCloseTo(1.285, 9);
  expect(taskValue(task, 0.5)).toBeCloseTo(0.235, 9);
  expect(taskValue(task, 0.3)).toBeCloseTo(-0.465, 9);
  expect(breakEvenQuality(task)).toBeCloseTo(0.433, 3);
  expect(taskValue(task, breakEvenQuality(task))).toBeCloseTo(0, 12);
});

import { expect, it } from 'vitest';
import { trainingBill, trainingFlop } from '../../../src/economics/training-cost.ts';

it('counts six operations per parameter and token', () => {
  // GPT-3: 175e9 parameters, 300e9 tokens (Brown et al. 2020, Table D.1: 3.14e23).
  expect(trainingFlop(174.6e9, 300e9) / 3.14e23).toBeCloseTo(1, 2);
});

it('carries the speed of a run over to GPT-3', () => {
  const bill = trainingBill(100_000, 1_000_000, 100)!;
  expect(bill.flop).toBe(6e11);
  expect(bill.flopPerSecond).toBe(6e9);
  expect(bill.gpt3Years / 1.658e6).toBeCloseTo(1, 3);
  expect(trainingBill(1000, 0, 0)).toBeNull();
});

import { expect, it } from 'vitest';
import {
  amortisedPerMtok,
  gpuHours,
  trainingBill,
  trainingDays,
  trainingFlop,
} from '../../../src/economics/training-cost.ts';

const a100 = 312e12;
const h100 = 989.4e12;

it('counts six operations per parameter and token', () => {
  // GPT-3: 175e9 parameters, 300e9 tokens (Brown et al. 2020, Table D.1: 3.14e23).
  expect(trainingFlop(174.6e9, 300e9) / 3.14e23).toBeCloseTo(1, 2);
  expect(trainingFlop(175e9, 300e9)).toBeCloseTo(3.15e23, -18);
  // Llama 3.1 405B: the report says 3.8e25.
  expect(trainingFlop(405e9, 15.6e12) / 3.79e25).toBeCloseTo(1, 3);
});

it('carries the speed of a run over to GPT-3', () => {
  const bill = trainingBill(100_000, 1_000_000, 100)!;
  expect(bill.flop).toBe(6e11);
  expect(bill.flopPerSecond).toBe(6e9);
  expect(bill.gpt3Years / 1.658e6).toBeCloseTo(1, 3);
  expect(trainingBill(1000, 0, 0)).toBeNull();
});

it('turns compute into GPU-hours and days', () => {
  const gpt3 = trainingFlop(175e9, 300e9);
  expect(gpuHours(gpt3, a100, 0.4) / 701_000).toBeCloseTo(1, 3);
  expect(gpuHours(gpt3, h100, 0.4) / 221_000).toBeCloseTo(1, 3);
  expect(trainingDays(gpuHours(gpt3, a100, 0.4), 1024)).toBeCloseTo(28.5, 1);
  expect(trainingDays(gpuHours(gpt3, h100, 0.4), 1024)).toBeCloseTo(9, 1);
  expect(gpuHours(trainingFlop(405e9, 15.6e12), h100, 0.4) / 26.6e6).toBeCloseTo(1, 2);
  expect(gpuHours(1e25, h100, 0.4) / 7.02e6).toBeCloseTo(1, 3);
});

it('agrees with 34 days for GPT-3 with full recomputation (Narayanan et al. 2021)', () => {
  // 1,024 A100 at an achieved 140 TFLOP/s; a second forward pass makes 8 of 6 operations.
  const flop = (8 / 6) * trainingFlop(175e9, 300e9);
  expect(trainingDays(gpuHours(flop, 140e12, 1), 1024)).toBeCloseTo(33.9, 1);
});

it('spreads the cost of training over the tokens served', () => {
  expect(amortisedPerMtok(147_000, 20e9)).toBeCloseTo(7.35, 6);
  expect(amortisedPerMtok(147_000, 2e12)).toBeCloseTo(0.0735, 6);
});

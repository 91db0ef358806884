/** A plausible run as the worker would tell it, for tests without a worker. */
import type { RunEvent } from '../../../src/training/run/protocol.ts';

export const prepared: RunEvent = {
  type: 'prepared',
  backend: 'wasm',
  threads: 2,
  parameters: 1000,
  vocabulary: 29,
  baselines: { uniform: Math.log(29) },
  heldOutSize: 512,
  trainTokens: 0,
  notes: [],
};

export const backends: RunEvent = {
  type: 'backends',
  reports: [
    {
      id: 'wasm',
      status: 'chosen',
      reason: { zh: '最快', en: 'fastest' },
      checkMilliseconds: 40,
      stepMilliseconds: 5,
    },
  ],
  measured: { at: 0, remembered: false },
};

export const metrics = (from: number, to: number): RunEvent => ({
  type: 'metrics',
  step: to,
  losses: Array.from({ length: to - from + 1 }, (_, i): [number, number] => [
    from + i,
    3 / (from + i),
  ]),
  loss: 3 / to,
  tokensPerSecond: 500,
  tokens: 20 * to,
  seconds: (20 * to) / 500,
  flopsPerSecond: 6 * 1000 * 500,
  secondsLeft: 10,
});

export const evaluation = (step: number): RunEvent => ({
  type: 'evaluation',
  step,
  heldOutLoss: 3.3 / step,
  scores: { accuracy: 0.5, written: 64 },
  answers: [
    {
      type: 'samples',
      samples: [{ input: 'abc', output: 'cba', expected: 'cba', correct: true }],
    },
  ],
});

/** Prepared, trained for 100 steps with two evaluations, then finished. */
export const story: readonly RunEvent[] = [
  { type: 'state', state: 'preparing', step: 0 },
  { type: 'preparing', stage: 'check', backend: 'wasm' },
  backends,
  prepared,
  { type: 'state', state: 'idle', step: 0 },
  { type: 'state', state: 'running', step: 0 },
  metrics(1, 50),
  evaluation(50),
  metrics(51, 100),
  evaluation(100),
  { type: 'finished', reason: 'steps' },
  { type: 'state', state: 'finished', step: 100 },
];

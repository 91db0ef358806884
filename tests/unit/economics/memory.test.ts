import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  fewestGpus,
  loraBytes,
  zeroBytesPerGpu,
  zeroStages,
} from '../../../src/economics/memory.ts';

const gb = 1e9;

it('takes 16 bytes a parameter', () => {
  expect(zeroBytesPerGpu(8e9, 0, 1)).toBe(128 * gb);
  expect(zeroBytesPerGpu(70e9, 0, 1)).toBe(1120 * gb);
  expect(zeroBytesPerGpu(175e9, 0, 1)).toBe(2800 * gb);
  expect(fewestGpus(175e9, 3, 80 * gb)).toBe(35);
});

it('spreads by stage', () => {
  const perGpu = (parameters: number, gpus: number): number[] =>
    ([1, 2, 3] as const).map((stage) => zeroBytesPerGpu(parameters, stage, gpus) / gb);
  expect(perGpu(70e9, 64)).toEqual([293.125, 155.3125, 17.5]);
  expect(perGpu(8e9, 8)).toEqual([44, 30, 16]);
  expect(perGpu(13e9, 8)).toEqual([71.5, 48.75, 26]);
});

it('needs less at a higher stage, and never more on more GPUs', () => {
  const parameters = fc.double({ min: 1e6, max: 1e13, noNaN: true });
  fc.assert(
    fc.property(parameters, fc.integer({ min: 2, max: 10_000 }), (n, gpus) => {
      const stages = zeroStages.map((stage) => zeroBytesPerGpu(n, stage, gpus));
      expect([...stages].sort((a, b) => b - a)).toEqual(stages);
      for (const stage of zeroStages) {
        const more = zeroBytesPerGpu(n, stage, gpus + 1);
        expect(more).toBeLessThanOrEqual(zeroBytesPerGpu(n, stage, gpus));
      }
    }),
  );
});

it('finds the fewest GPUs that do', () => {
  expect(fewestGpus(175e9, 3, 80 * gb)).toBe(35);
  expect(fewestGpus(8e9, 0, 80 * gb)).toBeNull();
  expect(fewestGpus(70e9, 1, 80 * gb)).toBeNull();
  fc.assert(
    fc.property(
      fc.double({ min: 1e8, max: 1e11, noNaN: true }),
      fc.constantFrom(...zeroStages),
      (n, stage) => {
        const gpus = fewestGpus(n, stage, 80 * gb);
        if (gpus === null) return;
        expect(zeroBytesPerGpu(n, stage, gpus)).toBeLessThanOrEqual(80 * gb * (1 + 1e-9));
        if (gpus > 1) expect(zeroBytesPerGpu(n, stage, gpus - 1)).toBeGreaterThan(80 * gb);
      },
    ),
  );
});

it('adds the trained share to the frozen weights in LoRA', () => {
  expect(loraBytes(8e9, 0, 2)).toBe(16 * gb);
  expect(loraBytes(8e9, 0.01, 2)).toBeCloseTo(17.28 * gb, 0);
  expect(loraBytes(70e9, 0.01, 0.5)).toBeCloseTo(46.2 * gb, 0);
});

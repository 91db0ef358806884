import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  cacheBytesPerToken,
  decodeStep,
  ridgeBatch,
  ridgeFlopPerByte,
  selfHostBreakEvenMtok,
  servingCostPerMtok,
  weightBytes,
} from '../../../src/economics/inference.ts';

const kib = 1024;
const gib = 1024 ** 3;
const llama8b = { layers: 32, keyValueHeads: 8, headWidth: 128 };
const llama70b = { layers: 80, keyValueHeads: 8, headWidth: 128 };
const gpt3 = { layers: 96, keyValueHeads: 96, headWidth: 128 };

it('knows the cache of published models', () => {
  expect(cacheBytesPerToken(llama8b, 2)).toBe(128 * kib);
  expect(cacheBytesPerToken(llama8b, 2) * 8192).toBe(gib);
  expect(cacheBytesPerToken(llama8b, 2) * 131072).toBe(16 * gib);
  expect(cacheBytesPerToken(llama70b, 2)).toBe(320 * kib);
  expect(cacheBytesPerToken(llama70b, 2) * 8192).toBe(2.5 * gib);
  expect(cacheBytesPerToken(gpt3, 2)).toBe(4.5 * 1024 * kib);
  expect(cacheBytesPerToken(gpt3, 2) * 2048).toBe(9 * gib);
});

it('knows the weights of 70 B in three precisions', () => {
  expect([2, 1, 0.5].map((bytes) => weightBytes(70e9, bytes) / 1e9)).toEqual([140, 70, 35]);
});

it('adds 27 % for attention at 8k in an 8 B model, and 4.3 times the rest at 128k', () => {
  // Both products of attention in all layers, 4 · L · d · s, beside 2 N (formula 8.7).
  const share = (context: number): number => (4 * 32 * 4096 * context) / (2 * 8e9);
  expect(share(8192)).toBeCloseTo(0.268, 3);
  expect(share(131072)).toBeCloseTo(4.3, 1);
});

it('reads 8 B of bf16 weights at most 209 times a second on an H100', () => {
  const step = decodeStep(weightBytes(8e9, 2), 3.35e12, 8e9, 1, 989.4e12 * 0.4);
  expect(1 / step.seconds).toBeCloseTo(209, 0);
  expect(step.bandwidthSeconds).toBeGreaterThan(step.computeSeconds);
});

it('finds the ridge point', () => {
  expect(ridgeFlopPerByte(989.4e12, 3.35e12)).toBeCloseTo(295, 0);
  expect(ridgeFlopPerByte(312e12, 2.039e12)).toBeCloseTo(153, 0);
  const batch = ridgeBatch(989.4e12, 3.35e12, 2);
  const step = decodeStep(weightBytes(8e9, 2), 3.35e12, 8e9, batch, 989.4e12);
  expect(step.computeSeconds).toBeCloseTo(step.bandwidthSeconds, 12);
});

it('prices a million tokens', () => {
  expect(servingCostPerMtok(1, 2.5, 2500, 1)).toBeCloseTo(0.28, 2);
  expect(servingCostPerMtok(1, 2.5, 2500, 0.3)).toBeCloseTo(0.93, 2);
});

it('is inversely proportional to utilisation', () => {
  fc.assert(
    fc.property(fc.double({ min: 0.01, max: 1, noNaN: true }), (use) => {
      expect(servingCostPerMtok(4, 2, 9000, use) * use).toBeCloseTo(
        servingCostPerMtok(4, 2, 9000, 1),
        9,
      );
    }),
  );
});

it('finds where own GPUs meet an API, or never', () => {
  expect(selfHostBreakEvenMtok(1800, 1, 0.1)).toBeCloseTo(2000, 6);
  expect(selfHostBreakEvenMtok(11_800, 1, 0.1)).toBeCloseTo(13_111, 0);
  expect(selfHostBreakEvenMtok(1800, 1, 1)).toBeNull();
});

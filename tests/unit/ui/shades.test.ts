import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { shadesOf } from '../../../src/ui/shades.ts';

const tokens = readFileSync(
  new URL('../../../src/styles/tokens.css', import.meta.url),
  'utf8',
).split(":root[data-theme='light']");

/** WCAG's relative luminance. */
function luminance(hex: string): number {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const channel = parseInt(hex.slice(at, at + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
}

describe.each([
  ['dark', tokens[0]!, 1],
  ['light', tokens[1]!, -1],
] as const)('shades of the %s theme', (_, css, direction) => {
  const token = (name: string): string => new RegExp(`--${name}: (#\\w+);`).exec(css)![1]!;
  const shade = shadesOf(token('panel'), token('d1'), token('ink'));
  const shares = Array.from({ length: 11 }, (_unused, i) => i / 10);

  it('begin at the ground and move away from it, further for more', () => {
    expect(shade(0)).toBe(token('panel'));
    const lights = shares.map((share) => direction * luminance(shade(share)));
    expect(lights).toEqual([...lights].sort((a, b) => a - b));
    expect(new Set(lights).size).toBe(shares.length);
  });

  it('tell a tenth more from a tenth less by at least 1.1 : 1', () => {
    for (const [i, share] of shares.slice(1).entries()) {
      const pair = [luminance(shade(share)), luminance(shade(shares[i]!))].sort((a, b) => b - a);
      expect((pair[0]! + 0.05) / (pair[1]! + 0.05), `${share}`).toBeGreaterThan(1.1);
    }
  });

  it('end far from the ground, at 4.5 : 1 or more', () => {
    const pair = [luminance(shade(1)), luminance(shade(0))].sort((a, b) => b - a);
    expect((pair[0]! + 0.05) / (pair[1]! + 0.05)).toBeGreaterThan(4.5);
  });
});

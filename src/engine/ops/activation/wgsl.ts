/** The parts of GELU and of its slope, for the products on WebGPU that end with it. */
import type { Element } from '../../webgpu/program.ts';

/** Φ(x) with the error function of Abramowitz & Stegun 1964, 7.1.26, without cancellation for x < 0. */
export const phi = (type: Element): string => `
fn phi(x: ${type}) -> ${type} {
  let t = 1.0 / (1.0 + 0.3275911 * 0.7071067811865476 * abs(x));
  var series = 1.061405429 * t - 1.453152027;
  series = series * t + 1.421413741;
  series = series * t - 0.284496736;
  series = (series * t + 0.254829592) * t;
  let tail = 0.5 * series * exp(-0.5 * x * x);
  return select(1.0 - tail, tail, x < ${type}(0.0));
}`;

/** The density φ(x). */
export const density = (x: string): string => `0.3989422804014327 * exp(-0.5 * ${x} * ${x})`;

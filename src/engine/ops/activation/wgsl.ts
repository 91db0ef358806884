/** GELU and its gradient, element by element. */
import { Program, remembered, type Element } from '../../webgpu/program.ts';

const threads = 256;

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

/** y = x Φ(x), `size` elements of that type. */
export const geluProgram = (type: 'f32' | 'vec4f') =>
  remembered(
    `gelu ${type}`,
    () =>
      new Program({
        name: 'Gelu',
        reads: { x: type },
        writes: { y: type },
        uniforms: { size: 'u32' },
        threads,
        code: `${phi(type)}
fn run(group: u32, thread: u32) {
  let i = group * ${threads}u + thread;
  if (i < u.size) { y[i] = x[i] * phi(x[i]); }
}`,
      }),
  );

/** dx = dy (Φ(x) + x φ(x)). */
export const geluGradientProgram = (type: 'f32' | 'vec4f') =>
  remembered(
    `gelu gradient ${type}`,
    () =>
      new Program({
        name: 'GeluGradient',
        reads: { x: type, dy: type },
        writes: { dx: type },
        uniforms: { size: 'u32' },
        threads,
        code: `${phi(type)}
fn run(group: u32, thread: u32) {
  let i = group * ${threads}u + thread;
  if (i < u.size) {
    let at = x[i];
    dx[i] = dy[i] * (phi(at) + at * ${density('at')});
  }
}`,
      }),
  );

export const geluGroups = (size: number): number => Math.ceil(size / threads);

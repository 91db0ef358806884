/** Rotary positions: a thread turns one pair, or copies one element after the heads. */
import { Program, remembered } from '../../webgpu/program.ts';

const threads = 256;

/**
 * x [N, W], cos and sin [S, D/2] → y [N, W]: rows of T positions from `first` on, each with its `pairs`
 * first. W, D/2 (`half`) and the pairs are counted in elements of that type.
 */
export const rotaryProgram = (type: 'f32' | 'vec4f') =>
  remembered(
    `rotary ${type}`,
    () =>
      new Program({
        name: 'Rotary',
        reads: { x: type, cosines: type, sines: type },
        writes: { y: type },
        uniforms: {
          N: 'u32',
          T: 'u32',
          W: 'u32',
          half: 'u32',
          pairs: 'u32',
          first: 'u32',
          direction: 'f32',
        },
        threads,
        code: `
fn run(group: u32, thread: u32) {
  let each = u.W - u.pairs; // threads of a row
  let i = group * ${threads}u + thread;
  let n = i / each;
  if (n >= u.N) { return; }
  let place = i % each;
  if (place >= u.pairs) {
    let at = n * u.W + u.pairs + place;
    y[at] = x[at];
    return;
  }
  let at = n * u.W + place / u.half * 2u * u.half + place % u.half;
  let angle = (u.first + n % u.T) * u.half + place % u.half;
  let cosine = cosines[angle];
  let sine = sines[angle] * u.direction;
  let a = x[at];
  let b = x[at + u.half];
  y[at] = a * cosine - b * sine;
  y[at + u.half] = a * sine + b * cosine;
}`,
      }),
  );

/** @param size the pairs and the elements after the heads, of all rows */
export const rotaryGroups = (size: number): number => Math.ceil(size / threads);

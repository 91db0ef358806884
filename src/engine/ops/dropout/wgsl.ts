/** Dropout on WebGPU: a thread has the two elements of one block of the generator. */
import { threefryParity } from '../../../maths/random/threefry.ts';
import { Program, remembered } from '../../webgpu/program.ts';
import { threefryCode } from './code.ts';

const threads = 256;

/** y = x ⊙ mask, maybe added to `beside`. */
export const dropoutProgram = (beside: boolean) =>
  remembered(
    `dropout ${beside}`,
    () =>
      new Program<string, string, 'size' | 'key0' | 'key1' | 'threshold' | 'scale'>({
        name: beside ? 'AddDropped' : 'Dropout',
        reads: { x: 'f32', ...(beside ? { beside: 'f32' as const } : {}) },
        writes: { y: 'f32' },
        uniforms: { size: 'u32', key0: 'u32', key1: 'u32', threshold: 'u32', scale: 'f32' },
        threads,
        changing: true,
        code: `
fn threefry(counter: u32, key: vec3u) -> vec2u {
  var x = vec2u(counter, 0u) + key.xy;
${threefryCode('key')}
  return x;
}
fn run(group: u32, thread: u32) {
  let block = group * ${threads}u + thread;
  let words = threefry(block, vec3u(u.key0, u.key1, ${threefryParity}u ^ u.key0 ^ u.key1));
  for (var half = 0u; half < 2u; half++) {
    let i = 2u * block + half;
    if (i < u.size) { y[i] = ${beside ? 'beside[i] + ' : ''}select(u.scale * x[i], 0.0, words[half] < u.threshold); }
  }
}`,
      }),
  );

export const dropoutGroups = (size: number): number => Math.ceil(size / (2 * threads));

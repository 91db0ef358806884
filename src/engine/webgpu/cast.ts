/**
 * Integers to floats. TensorFlow.js only relabels the tensor and has its own programs look at what
 * the buffer holds; ours read floats where floats are said to be.
 */
import { Program } from './program.ts';

const threads = 256;

export const castProgram = new Program({
  name: 'Cast',
  reads: { x: 'i32' },
  writes: { y: 'f32' },
  uniforms: { size: 'u32' },
  threads,
  code: `
fn run(group: u32, thread: u32) {
  let i = group * ${threads}u + thread;
  if (i < u.size) { y[i] = f32(x[i]); }
}`,
});

export const castGroups = (size: number): number => Math.ceil(size / threads);

/** Sums and maxima over threads of a workgroup, always added in the same order. */

/** Threads of the workgroups that reduce. */
export const reduceThreads = 256;

/** `fn <name>(value, thread)`: over groups of `lanes` neighbouring threads (a power of 2), to all of them. */
export function reduction(name: string, lanes: number, kind: 'sum' | 'max'): string {
  const both = kind === 'sum' ? 'a + b' : 'max(a, b)';
  return `
var<workgroup> ${name}Parts: array<f32, ${reduceThreads}>;
fn ${name}(value: f32, thread: u32) -> f32 {
  workgroupBarrier();
  ${name}Parts[thread] = value;
  for (var half = ${lanes / 2}u; half > 0u; half /= 2u) {
    workgroupBarrier();
    if (thread % ${lanes}u < half) {
      let a = ${name}Parts[thread];
      let b = ${name}Parts[thread + half];
      ${name}Parts[thread] = ${both};
    }
  }
  workgroupBarrier();
  return ${name}Parts[thread / ${lanes}u * ${lanes}u];
}`;
}

/** Columns of a workgroup that sums columns, and rows that it takes side by side. */
const columnsTogether = 8;
const rowsTogether = reduceThreads / columnsTogether;

/**
 * `fn <name>(value, thread)`: over the threads of one column, for thread = row × columns + column,
 * to those of row 0. A vector of two is two sums at once.
 */
export function columnReduction(name: string, type: 'f32' | 'vec2f'): string {
  return `
var<workgroup> ${name}Parts: array<${type}, ${reduceThreads}>;
fn ${name}(value: ${type}, thread: u32) -> ${type} {
  ${name}Parts[thread] = value;
  for (var half = ${rowsTogether / 2}u; half > 0u; half /= 2u) {
    workgroupBarrier();
    if (thread / ${columnsTogether}u < half) {
      ${name}Parts[thread] += ${name}Parts[thread + half * ${columnsTogether}u];
    }
  }
  return ${name}Parts[thread];
}`;
}

/** `fn place(group, thread) -> vec2u`: which column a thread sums, and the row where it starts. */
export const columnPlaces = `
const rowStep = ${rowsTogether}u;
fn place(group: u32, thread: u32) -> vec2u {
  return vec2u(group * ${columnsTogether}u + thread % ${columnsTogether}u, thread / ${columnsTogether}u);
}`;

/** Workgroups that the sums of C columns take. */
export const columnGroups = (C: number): number => Math.ceil(C / columnsTogether);

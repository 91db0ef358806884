/** TensorFlow.js's operations that only move numbers, on WASM. */
import * as tf from '@tensorflow/tfjs-core';
import { isFloat, size, type Info } from '../../replace.ts';
import { float, rowsOf, type Wasm } from '../../wasm/tensors.ts';

const product = (sizes: readonly number[]): number => sizes.reduce((all, one) => all * one, 1);

/** Elements of a tensor before, along and after an axis. */
function around(shape: readonly number[], axis: number): [number, number, number] {
  return [product(shape.slice(0, axis)), shape[axis]!, product(shape.slice(axis + 1))];
}

/** TensorFlow.js copies; sharing is enough, as on its other backends. */
export const identity = (wasm: Wasm, { x }: { x: Info }): Info => wasm.share(x);

export function slice(
  wasm: Wasm,
  { x }: { x: Info },
  attributes: { begin: number[]; size: number[] | undefined },
): Info | null {
  const { shape } = x;
  const [begin, sizes] = tf.slice_util.parseSliceParams(x, attributes.begin, attributes.size) as [
    number[],
    number[],
  ];
  // One axis is cut at most and the others are whole, so that equal steps lead from row to row.
  const cut = sizes.findIndex((count, i) => count !== shape[i]);
  const axis = Math.max(cut, 0);
  const uncut = sizes.every((count, i) => i === axis || count === shape[i]);
  if (!isFloat(x) || shape.length === 0 || !uncut) return null;
  const [rows, length, inner] = around(shape, axis);
  const out = wasm.floats(sizes);
  const row = inner * float;
  const wide = sizes[axis]! * row;
  const from = wasm.at(x) + begin[axis]! * row;
  wasm.copyRows(rows, wide, [from, length * row], [wasm.at(out), wide]);
  return out;
}

export function splitV(
  wasm: Wasm,
  { x }: { x: Info },
  attributes: { numOrSizeSplits: number | number[]; axis: number },
): Info[] | null {
  if (!isFloat(x)) return null;
  const parts = attributes.numOrSizeSplits;
  const axis = tf.util.parseAxisParam(attributes.axis, [...x.shape])[0]!;
  const [rows, length, inner] = around(x.shape, axis);
  const sizes = typeof parts === 'number' ? new Array<number>(parts).fill(length / parts) : parts;
  if (sizes.includes(-1)) return null;
  let from = wasm.at(x);
  return sizes.map((count) => {
    const out = wasm.floats(x.shape.toSpliced(axis, 1, count));
    const wide = count * inner * float;
    wasm.copyRows(rows, wide, [from, length * inner * float], [wasm.at(out), wide]);
    from += wide;
    return out;
  });
}

export function concat(
  wasm: Wasm,
  inputs: Readonly<Record<string, Info>>,
  attributes: { axis: number },
): Info | null {
  const parts = Object.values(inputs);
  if (!parts.every(isFloat)) return null;
  const shapes = parts.map((part) => [...part.shape]);
  const axis = tf.util.parseAxisParam(attributes.axis, shapes[0]!)[0]!;
  const out = wasm.floats(tf.backend_util.computeOutShape(shapes, axis));
  const [rows, length, inner] = around(out.shape, axis);
  let to = wasm.at(out);
  for (const part of parts) {
    const wide = part.shape[axis]! * inner * float;
    wasm.copyRows(rows, wide, [wasm.at(part), wide], [to, length * inner * float]);
    to += wide;
  }
  return out;
}

export function padV2(
  wasm: Wasm,
  { x }: { x: Info },
  attributes: { paddings: readonly (readonly [number, number])[]; constantValue: number },
): Info | null {
  const { paddings, constantValue } = attributes;
  const padded = paddings.findIndex(([before, after]) => before + after > 0);
  const axis = Math.max(padded, 0);
  const one = paddings.every(([before, after], i) => i === axis || before + after === 0);
  if (!isFloat(x) || size(x) === 0 || paddings.length === 0 || !one || constantValue !== 0)
    return null;
  const [rows, length, inner] = around(x.shape, axis);
  const [before, after] = paddings[axis]!;
  const out = wasm.floats(x.shape.with(axis, before + length + after));
  const high = rowsOf((before + length + after) * inner);
  wasm.jobs.run('padRows', Math.ceil(rows / high), {
    from: wasm.at(x),
    to: wasm.at(out),
    rows,
    bytes: length * inner * float,
    before: before * inner,
    after: after * inner,
    high,
  });
  return out;
}

/** Of a matrix. */
export function transpose(
  wasm: Wasm,
  { x }: { x: Info },
  { perm }: { perm: readonly number[] },
): Info | null {
  if (!isFloat(x) || size(x) === 0 || perm.join() !== '1,0') return null;
  const [M, N] = x.shape as [number, number];
  const y = wasm.floats([N, M]);
  const high = rowsOf(M);
  const given = { x: wasm.at(x), y: wasm.at(y), M, N, high };
  wasm.jobs.run('transpose', Math.ceil(N / high), given);
  return y;
}

/** TensorFlow.js's softmax and its sums over whole axes on WASM. */
import * as tf from '@tensorflow/tfjs-core';
import { isFloat, size, type Info } from '../../replace.ts';
import { float, rowsOf, type Wasm } from '../../wasm/tensors.ts';

export function softmax(
  wasm: Wasm,
  { logits }: { logits: Info },
  { dim }: { dim: number },
): Info | null {
  const { shape } = logits;
  if (!isFloat(logits) || size(logits) === 0 || dim !== shape.length - 1) return null;
  const C = shape[dim]!;
  const N = size(logits) / C;
  const out = wasm.floats(shape);
  const high = rowsOf(C);
  const given = { x: wasm.at(logits), y: wasm.at(out), N, C, high };
  wasm.jobs.run('softmax', Math.ceil(N / high), given);
  return out;
}

/** Over the last axes or over the first ones. */
export function sum(
  wasm: Wasm,
  inputs: { x: Info },
  { axis, keepDims }: { axis: number | number[] | null; keepDims: boolean },
): Info | null {
  const shape = [...inputs.x.shape];
  const rank = shape.length;
  const axes = tf.util.parseAxisParam(axis ?? [], shape).sort((a, b) => a - b);
  const last = axes.every((axis, i) => axis === rank - axes.length + i);
  const first = axes.every((axis, i) => axis === i);
  const whole = axes.length === 0 || axes.length === rank;
  const all = size(inputs.x);
  if (!isFloat(inputs.x) || all === 0 || whole || !(first || last)) return null;
  const [kept] = tf.backend_util.computeOutAndReduceShapes(shape, axes);
  const out = wasm.floats(keepDims ? tf.backend_util.expandShapeToKeepDim(kept, axes) : kept);
  const [x, sums, N] = [wasm.at(inputs.x), wasm.at(out), size(out)];
  const C = all / N;
  if (first) wasm.columnSums(x, N * float, sums, C, N);
  else {
    const high = rowsOf(C);
    wasm.jobs.run('rowSums', Math.ceil(N / high), { x, sums, N, C, high });
  }
  return out;
}

/**
 * Operations that TensorFlow.js has on WASM, computed by kernels of ours where they take floats: on
 * all threads, and without waiting for what is queued. Everything else is left to its own kernels.
 */
import * as tf from '@tensorflow/tfjs-core';
import {
  productOf,
  replaceKernel,
  size,
  stockKernel,
  type Call,
  type Info,
  type Transposed,
} from '../replace.ts';
import { walk } from './broadcast.ts';
import type { Jobs } from './jobs.ts';
import type { WasmBackend } from './memory.ts';
import { multiply } from './product.ts';
import { at, columnSums, copyRows, elements, float, floats, rowsOf } from './tensors.ts';

/** In the order of `ops/elementwise/assembly.ts`. */
const unaryNames = ['Tanh', 'Sigmoid', 'Square', 'Neg', 'Relu', 'Step'] as const;
const binaryNames = ['Add', 'Sub', 'Multiply', 'RealDiv'] as const;

/** Those of TensorFlow.js's own that only give a tensor another shape. */
const reshaping: readonly string[] = ['Reshape', 'ExpandDims'];

const isFloat = ({ dtype }: Info): boolean => dtype === 'float32';
const product = (sizes: readonly number[]): number => sizes.reduce((all, one) => all * one, 1);

/** Elements of a tensor before, along and after an axis. */
function around(shape: readonly number[], axis: number): [number, number, number] {
  return [product(shape.slice(0, axis)), shape[axis]!, product(shape.slice(axis + 1))];
}

interface SliceAttributes {
  readonly begin: number[];
  readonly size: number[] | undefined;
}

interface SplitAttributes {
  readonly numOrSizeSplits: number | number[];
  readonly axis: number;
}

interface PadAttributes {
  readonly paddings: readonly (readonly [number, number])[];
  readonly constantValue: number;
}

interface SumAttributes {
  readonly axis: number | number[] | null;
  readonly keepDims: boolean;
}

/** @param jobs of the backend that runs */
export function registerPlainKernels(jobs: Jobs): void {
  // TensorFlow.js's own kernels compute at once, so what is queued has to be done before.
  for (const { kernelName, kernelFunc } of tf.getKernelsForBackend('wasm')) {
    if (reshaping.includes(kernelName)) continue;
    replaceKernel('wasm', kernelName, (call) => {
      jobs.makeWay();
      return kernelFunc(call as unknown as Parameters<tf.KernelFunc>[0]) as Info | Info[];
    });
  }

  type Compute<A> = (call: Call<WasmBackend, A>) => Info | Info[] | null;

  /** @param compute gives null for what is left to TensorFlow.js */
  function register<A>(name: string, compute: Compute<A>): void {
    const stock = stockKernel<WasmBackend, A>('wasm', name);
    replaceKernel<WasmBackend, A>('wasm', name, (call) => compute(call) ?? stock(call));
  }

  // TensorFlow.js copies; sharing is enough, as on its other backends.
  const shared = (x: Info, backend: WasmBackend): Info => {
    backend.incRef(x.dataId);
    return { dataId: x.dataId, shape: x.shape, dtype: x.dtype };
  };

  register('Identity', ({ inputs, backend }) => shared(inputs['x']!, backend));

  register<Transposed>('BatchMatMul', ({ inputs, attrs, backend }) => {
    const [a, b] = [inputs['a']!, inputs['b']!];
    const product = productOf(a, b, attrs);
    if (product === null) return null;
    const out = floats(backend, product.shape);
    const pointers = { a: at(backend, a), b: at(backend, b), c: at(backend, out) };
    multiply(jobs, { ...pointers, ...product.sizes });
    return out;
  });

  for (const [operation, name] of unaryNames.entries()) {
    register<{ alpha?: number } | undefined>(name, ({ inputs, attrs, backend }) => {
      const x = inputs['x']!;
      // `Step` may give another number than zero where x is not positive: left to TensorFlow.js.
      if (!isFloat(x) || (attrs?.alpha ?? 0) !== 0) return null;
      const y = floats(backend, x.shape);
      const values = [operation, at(backend, x), at(backend, y), size(x), elements];
      jobs.run('unary', Math.ceil(size(x) / elements), values);
      return y;
    });
  }

  for (const [operation, name] of binaryNames.entries()) {
    register(name, ({ inputs, backend }) => {
      const [a, b] = [inputs['a']!, inputs['b']!];
      const plan = isFloat(a) && isFloat(b) ? walk(a.shape, b.shape) : null;
      if (plan === null) return null;
      const out = floats(backend, plan.shape);
      const all = size(out);
      const { rows, own } = plan;
      // What is one row is cut into several, so that every thread has some.
      const cut = plan.wide === all;
      const wide = cut ? elements : plan.wide;
      const steps = plan.steps.flatMap((one, i) => (cut ? [own[i] ? wide : 0, 0, 0] : one));
      const high = Math.ceil(elements / wide);
      jobs.run('binary', Math.ceil(all / wide / high), [
        ...[operation, at(backend, a), at(backend, b), at(backend, out)],
        ...[all, wide, ...own, ...rows, ...steps.map((step) => step * float), high],
      ]);
      return out;
    });
  }

  register<SliceAttributes>('Slice', ({ inputs, attrs, backend }) => {
    const x = inputs['x']!;
    const { shape } = x;
    const [begin, sizes] = tf.slice_util.parseSliceParams(x, attrs.begin, attrs.size) as [
      number[],
      number[],
    ];
    // One axis is cut at most and the others are whole, so that equal steps lead from row to row.
    const cut = sizes.findIndex((count, i) => count !== shape[i]);
    const axis = Math.max(cut, 0);
    const uncut = sizes.every((count, i) => i === axis || count === shape[i]);
    if (!isFloat(x) || shape.length === 0 || !uncut) return null;
    const [rows, length, inner] = around(shape, axis);
    const out = floats(backend, sizes);
    const row = inner * float;
    const wide = sizes[axis]! * row;
    const from = at(backend, x) + begin[axis]! * row;
    copyRows(jobs, rows, wide, [from, length * row], [at(backend, out), wide]);
    return out;
  });

  register<SplitAttributes>('SplitV', ({ inputs, attrs, backend }) => {
    const x = inputs['x']!;
    if (!isFloat(x)) return null;
    const { axis: named, numOrSizeSplits: parts } = attrs;
    const axis = tf.util.parseAxisParam(named, [...x.shape])[0]!;
    const [rows, length, inner] = around(x.shape, axis);
    const sizes = typeof parts === 'number' ? new Array<number>(parts).fill(length / parts) : parts;
    if (sizes.includes(-1)) return null;
    let from = at(backend, x);
    return sizes.map((count) => {
      const out = floats(backend, x.shape.toSpliced(axis, 1, count));
      const wide = count * inner * float;
      copyRows(jobs, rows, wide, [from, length * inner * float], [at(backend, out), wide]);
      from += wide;
      return out;
    });
  });

  register<{ axis: number }>('Concat', ({ inputs, attrs, backend }) => {
    const parts = Object.values(inputs);
    if (!parts.every(isFloat)) return null;
    const shapes = parts.map((part) => [...part.shape]);
    const axis = tf.util.parseAxisParam(attrs.axis, shapes[0]!)[0]!;
    const out = floats(backend, tf.backend_util.computeOutShape(shapes, axis));
    const [rows, length, inner] = around(out.shape, axis);
    let to = at(backend, out);
    for (const part of parts) {
      const wide = part.shape[axis]! * inner * float;
      copyRows(jobs, rows, wide, [at(backend, part), wide], [to, length * inner * float]);
      to += wide;
    }
    return out;
  });

  register<PadAttributes>('PadV2', ({ inputs, attrs: { paddings, constantValue }, backend }) => {
    const x = inputs['x']!;
    const padded = paddings.findIndex(([before, after]) => before + after > 0);
    const axis = Math.max(padded, 0);
    const one = paddings.every(([before, after], i) => i === axis || before + after === 0);
    if (!isFloat(x) || size(x) === 0 || paddings.length === 0 || !one || constantValue !== 0)
      return null;
    const [rows, length, inner] = around(x.shape, axis);
    const [before, after] = paddings[axis]!;
    const out = floats(backend, x.shape.with(axis, before + length + after));
    const high = rowsOf((before + length + after) * inner);
    jobs.run('padRows', Math.ceil(rows / high), [
      ...[at(backend, x), at(backend, out), rows, length * inner * float],
      ...[before * inner, after * inner, high],
    ]);
    return out;
  });

  // Of a matrix.
  register<{ perm: readonly number[] }>('Transpose', ({ inputs, attrs: { perm }, backend }) => {
    const x = inputs['x']!;
    if (!isFloat(x) || size(x) === 0 || perm.join() !== '1,0') return null;
    const [M, N] = x.shape as [number, number];
    const out = floats(backend, [N, M]);
    const high = rowsOf(M);
    jobs.run('transpose', Math.ceil(N / high), [at(backend, x), at(backend, out), M, N, high]);
    return out;
  });

  // Which numbers are not one of them.
  register('NotEqual', ({ inputs, backend }) => {
    const [x, one] = [inputs['a']!, inputs['b']!];
    if (!isFloat(x) || !isFloat(one) || one.shape.length > 0) return null;
    const out = backend.makeOutput([...x.shape], 'bool');
    const values = [x, one, out].map((tensor) => at(backend, tensor));
    jobs.run('notEqual', Math.ceil(size(x) / elements), [...values, size(x), elements]);
    return out;
  });

  register<{ dtype: tf.DataType }>('Cast', ({ inputs, attrs: { dtype }, backend }) => {
    const x = inputs['x']!;
    const bytes = x.dtype === 'bool';
    if (isFloat(x) && dtype === 'float32') return shared(x, backend);
    if ((!bytes && x.dtype !== 'int32') || dtype !== 'float32') return null;
    const out = floats(backend, x.shape);
    const values = [at(backend, x), at(backend, out), size(x), elements, bytes];
    jobs.run('toFloats', Math.ceil(size(x) / elements), values);
    return out;
  });

  register<{ dim: number }>('Softmax', ({ inputs, attrs: { dim }, backend }) => {
    const logits = inputs['logits']!;
    const { shape } = logits;
    if (!isFloat(logits) || size(logits) === 0 || dim !== shape.length - 1) return null;
    const C = shape[dim]!;
    const N = size(logits) / C;
    const out = floats(backend, shape);
    const high = rowsOf(C);
    const values = [at(backend, logits), at(backend, out), N, C, high];
    jobs.run('softmax', Math.ceil(N / high), values);
    return out;
  });

  // Over the last axes or over the first ones.
  register<SumAttributes>('Sum', ({ inputs, attrs: { axis, keepDims }, backend }) => {
    const x = inputs['x']!;
    const rank = x.shape.length;
    const axes = tf.util.parseAxisParam(axis ?? [], [...x.shape]).sort((a, b) => a - b);
    const last = axes.every((axis, i) => axis === rank - axes.length + i);
    const first = axes.every((axis, i) => axis === i);
    const whole = axes.length === 0 || axes.length === rank;
    if (!isFloat(x) || size(x) === 0 || whole || !(first || last)) return null;
    const [kept] = tf.backend_util.computeOutAndReduceShapes([...x.shape], axes);
    const out = floats(backend, keepDims ? tf.backend_util.expandShapeToKeepDim(kept, axes) : kept);
    const [from, to, N] = [at(backend, x), at(backend, out), size(out)];
    const C = size(x) / N;
    if (first) columnSums(jobs, from, N * float, to, C, N);
    else {
      const high = rowsOf(C);
      jobs.run('rowSums', Math.ceil(N / high), [from, to, N, C, high]);
    }
    return out;
  });
}

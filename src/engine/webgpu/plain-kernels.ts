/**
 * Operations that TensorFlow.js has on WebGPU, computed by kernels of ours where those are faster or
 * add in a fixed order. Everything else is left to its own kernels.
 */
import * as tf from '@tensorflow/tfjs-core';
import { columnSumsProgram } from '../ops/linear/wgsl.ts';
import {
  productOf,
  replaceKernel,
  size,
  stockKernel,
  type Call,
  type Info,
  type Transposed,
} from '../replace.ts';
import { castGroups, castProgram } from './cast.ts';
import { multiply } from './product.ts';
import type { Gpu } from './program.ts';
import { columnGroups } from './reduce.ts';

interface SumAttributes {
  readonly axis: number | number[];
  readonly keepDims: boolean;
}

interface SliceAttributes {
  readonly begin: number | number[];
  readonly size: number | number[] | undefined;
}

export function registerPlainKernels(gpu: Gpu): void {
  const register = <A>(name: string, compute: (call: Call<unknown, A>) => Info | Info[]): void =>
    replaceKernel('webgpu', name, compute);

  const stockProduct = stockKernel<unknown, Transposed>('webgpu', 'BatchMatMul');

  register<Transposed>('BatchMatMul', (call) => {
    const [a, b] = [call.inputs['a']!, call.inputs['b']!];
    const product = size(a) === 0 || size(b) === 0 ? null : productOf(a, b, call.attrs);
    if (product === null) return stockProduct(call);
    const c = gpu.floats(product.shape);
    multiply(gpu, { a, b, c, ...product.sizes });
    return c;
  });

  const stockCast = stockKernel<unknown, { dtype: tf.DataType }>('webgpu', 'Cast');

  register<{ dtype: tf.DataType }>('Cast', (call) => {
    const x = call.inputs['x']!;
    const { dtype, values } = gpu.backend.tensorMap.get(x.dataId);
    const integers = dtype === 'int32' || dtype === 'bool';
    if (!integers || call.attrs.dtype !== 'float32' || size(x) === 0) return stockCast(call);
    const y = gpu.floats(x.shape);
    if (values) gpu.backend.tensorMap.get(y.dataId).values = Float32Array.from(values);
    else gpu.run(castProgram, { x, y }, { size: size(x) }, castGroups(size(x)));
    return y;
  });

  const stockSum = stockKernel<unknown, SumAttributes>('webgpu', 'Sum');

  // Over the first axes, as in the gradient of a broadcast, TensorFlow.js transposes first.
  register<SumAttributes>('Sum', (call) => {
    const x = call.inputs['x']!;
    const { axis, keepDims } = call.attrs;
    const axes = tf.util.parseAxisParam(axis, [...x.shape]).sort((a, b) => a - b);
    const first = axes.length < x.shape.length && axes.every((axis, index) => axis === index);
    const onGpu = gpu.backend.tensorMap.get(x.dataId).resource instanceof GPUBuffer;
    if (!first || !onGpu || x.dtype !== 'float32' || size(x) === 0) return stockSum(call);
    const rest = x.shape.slice(axes.length);
    const sums = gpu.floats([...(keepDims ? axes.map(() => 1) : []), ...rest]);
    const C = size(sums);
    gpu.run(columnSumsProgram, { x, sums }, { N: size(x) / C, C }, columnGroups(C));
    return sums;
  });

  const stockSlice = stockKernel<unknown, SliceAttributes>('webgpu', 'Slice');

  // A slice that is everything shares.
  register<SliceAttributes>('Slice', (call) => {
    const x = call.inputs['x']!;
    const [begin, sizes] = tf.slice_util.parseSliceParams(
      x as tf.TensorInfo,
      call.attrs.begin,
      call.attrs.size,
    ) as [number[], number[]];
    if (begin.some((one) => one > 0) || sizes.join() !== x.shape.join()) return stockSlice(call);
    return gpu.share(x);
  });
}

/**
 * Operations that TensorFlow.js has on WASM, computed by kernels of ours where they take floats: on
 * all threads, and without waiting for what is queued. Everything else is left to its own kernels.
 */
import * as tf from '@tensorflow/tfjs-core';
import { concat, identity, padV2, slice, splitV, transpose } from '../ops/copy/wasm.ts';
import { binary, binaryNames, cast, notEqual, unary, unaryNames } from '../ops/elementwise/wasm.ts';
import { batchMatMul } from '../ops/product/wasm.ts';
import { softmax, sum } from '../ops/softmax/wasm.ts';
import { replaceKernel, stockKernel, type Info } from '../replace.ts';
import type { Wasm } from './tensors.ts';

/** Those of TensorFlow.js's own that only give a tensor another shape. */
const reshaping: readonly string[] = ['Reshape', 'ExpandDims'];

/** Each names the inputs and attributes of TensorFlow.js, and gives null for what is left to it. */
type Compute = (wasm: Wasm, inputs: never, attributes: never) => Info | Info[] | null;

export function registerPlainKernels(wasm: Wasm): void {
  // TensorFlow.js's own kernels compute at once, so what is queued has to be done before.
  for (const { kernelName, kernelFunc } of tf.getKernelsForBackend('wasm')) {
    if (reshaping.includes(kernelName)) continue;
    replaceKernel('wasm', kernelName, (call) => {
      wasm.jobs.makeWay();
      return kernelFunc(call as unknown as Parameters<tf.KernelFunc>[0]) as Info | Info[];
    });
  }

  function register(name: string, compute: Compute): void {
    const stock = stockKernel('wasm', name);
    replaceKernel(
      'wasm',
      name,
      (call) => compute(wasm, call.inputs as never, call.attrs as never) ?? stock(call),
    );
  }

  for (const name of unaryNames) register(name, unary(name));
  for (const name of binaryNames) register(name, binary(name));
  register('NotEqual', notEqual);
  register('Cast', cast);
  register('Identity', identity);
  register('Slice', slice);
  register('SplitV', splitV);
  register('Concat', concat);
  register('PadV2', padV2);
  register('Transpose', transpose);
  register('BatchMatMul', batchMatMul);
  register('Softmax', softmax);
  register('Sum', sum);
}

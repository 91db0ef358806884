/** Registers our kernels with TensorFlow.js's WebGPU backend. What each computes is said in `ops/`. */
import * as tf from '@tensorflow/tfjs-core';
import { geluGradientKernel, geluKernel } from '../ops/activation/fused.ts';
import { geluGradientProgram, geluGroups, geluProgram } from '../ops/activation/wgsl.ts';
import { adamwKernel, type AdamWAttributes } from '../ops/adamw/fused.ts';
import { adamwGroups, adamwProgram, squaresParts, squaresProgram } from '../ops/adamw/wgsl.ts';
import {
  additiveScoresGradientKernel,
  additiveScoresKernel,
} from '../ops/additive-scores/fused.ts';
import {
  additiveScoresGradientProgram,
  additiveScoresProgram,
  elementGroups,
  scoreGroups,
} from '../ops/additive-scores/wgsl.ts';
import { attentionGradientKernel, attentionKernel } from '../ops/attention/fused.ts';
import {
  attentionBlocks,
  attentionGradientProgram,
  attentionParts,
  attentionProgram,
} from '../ops/attention/wgsl.ts';
import { crossEntropyKernel } from '../ops/cross-entropy/fused.ts';
import { crossEntropyGroups, crossEntropyProgram, sumProgram } from '../ops/cross-entropy/wgsl.ts';
import { dropoutKernel, type DropoutMask } from '../ops/dropout/fused.ts';
import { dropoutGroups, dropoutProgram } from '../ops/dropout/wgsl.ts';
import { embeddingGradientKernel, embeddingKernel } from '../ops/embedding/index.ts';
import {
  embeddingColumns,
  embeddingGradientProgram,
  embeddingGroups,
  embeddingProgram,
} from '../ops/embedding/wgsl.ts';
import { layerNormGradientKernel, layerNormKernel } from '../ops/layer-norm/fused.ts';
import { layerNormGradientProgram, layerNormProgram, rowGroups } from '../ops/layer-norm/wgsl.ts';
import { linearGradientKernel, linearKernel } from '../ops/linear/fused.ts';
import { columnSumsProgram } from '../ops/linear/wgsl.ts';
import { lstmGradientKernel, lstmKernel } from '../ops/lstm/fused.ts';
import {
  lstmEndProgram,
  lstmGradientProgram,
  lstmGroups,
  lstmProgram,
  lstmStartGroups,
  lstmStartProgram,
} from '../ops/lstm/wgsl.ts';
import { rotaryKernel, type RotaryAttributes } from '../ops/rotary/fused.ts';
import { rotaryGroups, rotaryProgram } from '../ops/rotary/wgsl.ts';
import { writeRowsKernel } from '../ops/write-rows/index.ts';
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
import { linearGradient, multiply } from './product.ts';
import { element, fours, type Copy, type Gpu } from './program.ts';
import { columnGroups } from './reduce.ts';

interface SumAttributes {
  readonly axis: number | number[];
  readonly keepDims: boolean;
}

interface SliceAttributes {
  readonly begin: number | number[];
  readonly size: number | number[] | undefined;
}

export function registerWebGpuKernels(gpu: Gpu): void {
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

  register(linearKernel, ({ inputs }) => {
    const { x, weight, bias } = inputs as { x: Info; weight: Info; bias?: Info };
    const [K, N] = weight.shape as [number, number];
    const M = size(x) / K;
    const c = gpu.floats([...x.shape.slice(0, -1), N]);
    multiply(gpu, { a: x, b: weight, c, bias, M, N, K });
    return c;
  });

  register<{ bias: boolean }>(linearGradientKernel, ({ inputs, attrs }) => {
    const { dy, x, weight } = inputs as Record<'dy' | 'x' | 'weight', Info>;
    const [I, O] = weight.shape as [number, number];
    const N = size(x) / I;
    const [dx, dWeight] = [gpu.floats(x.shape), gpu.floats([I, O])];
    const dBias = attrs.bias ? gpu.floats([O]) : undefined;
    linearGradient(gpu, { dy, x, weight, dx, dWeight, dBias }, [N, I, O]);
    return dBias === undefined ? [dx, dWeight] : [dx, dWeight, dBias];
  });

  register(geluKernel, ({ inputs }) => {
    const x = inputs['x']!;
    const y = gpu.floats(x.shape);
    const vector = fours(size(x));
    const count = vector ? size(x) / 4 : size(x);
    gpu.run(geluProgram(element(vector)), { x, y }, { size: count }, geluGroups(count));
    return y;
  });

  register(geluGradientKernel, ({ inputs }) => {
    const { x, dy } = inputs as Record<'x' | 'dy', Info>;
    const dx = gpu.floats(x.shape);
    const vector = fours(size(x));
    const count = vector ? size(x) / 4 : size(x);
    const program = geluGradientProgram(element(vector));
    gpu.run(program, { x, dy, dx }, { size: count }, geluGroups(count));
    return dx;
  });

  register(layerNormKernel, ({ inputs }) => {
    const { x, gain, bias } = inputs as Record<'x' | 'gain' | 'bias', Info>;
    const C = gain.shape[0]!;
    const N = size(x) / C;
    const [y, statistics] = [gpu.floats(x.shape), gpu.floats([N, 2])];
    gpu.run(layerNormProgram, { x, gain, bias, y, statistics }, { N, C }, rowGroups(N));
    return [y, statistics];
  });

  register(layerNormGradientKernel, ({ inputs }) => {
    const { dy, x, gain, statistics } = inputs as Record<'dy' | 'x' | 'gain' | 'statistics', Info>;
    const C = gain.shape[0]!;
    const N = size(x) / C;
    const [dx, dGain, dBias] = [gpu.floats(x.shape), gpu.floats([C]), gpu.floats([C])];
    const tensors = { dy, x, gain, statistics, dx, dGain, dBias };
    const forRows = rowGroups(N);
    const groups = forRows + columnGroups(C);
    gpu.run(layerNormGradientProgram, tensors, { N, C, forRows }, groups);
    return [dx, dGain, dBias];
  });

  register(crossEntropyKernel, ({ inputs }) => {
    const { logits, labels, weights } = inputs as Record<'logits' | 'labels' | 'weights', Info>;
    const [N, V] = logits.shape as [number, number];
    const [loss, gradient, losses] = [gpu.floats([]), gpu.floats([N, V]), gpu.floats([N])];
    const tensors = { logits, labels, weights, gradient, losses };
    gpu.run(crossEntropyProgram, tensors, { N, V }, crossEntropyGroups(N));
    gpu.run(sumProgram, { x: losses, sum: loss }, { N }, 1);
    gpu.free(losses);
    return [loss, gradient];
  });

  register<DropoutMask>(dropoutKernel, ({ inputs, attrs }) => {
    const x = inputs['x']!;
    const y = gpu.floats(x.shape);
    const [key0, key1] = attrs.key.current;
    const { threshold, scale } = attrs;
    const uniforms = { size: size(x), key0, key1, threshold, scale };
    gpu.run(dropoutProgram, { x, y }, uniforms, dropoutGroups(size(x)));
    return y;
  });

  register(embeddingKernel, ({ inputs }) => {
    const { table, ids } = inputs as Record<'table' | 'ids', Info>;
    const [[V, C], N] = [table.shape as [number, number], ids.shape[0]!];
    // What comes from JavaScript can be checked; ids that were computed are a choice among V.
    for (const id of gpu.backend.tensorMap.get(ids.dataId).values ?? []) {
      if (id < 0 || id >= V) throw new Error(`There is no row ${id} in a table of ${V}.`);
    }
    const rows = gpu.floats([N, C]);
    const groups = embeddingGroups(N * C);
    gpu.run(embeddingProgram, { table, ids, rows }, { size: N * C, C }, groups);
    return rows;
  });

  register<{ V: number }>(embeddingGradientKernel, ({ inputs, attrs: { V } }) => {
    const { dy, ids } = inputs as Record<'dy' | 'ids', Info>;
    const [N, C] = dy.shape as [number, number];
    const out = gpu.floats([V, C]);
    const across = embeddingColumns(C);
    gpu.run(embeddingGradientProgram, { dy, ids, out }, { N, C, across }, V * across);
    return out;
  });

  register<{ first: number }>(writeRowsKernel, ({ inputs, attrs: { first } }) => {
    const { buffer, rows } = inputs as Record<'buffer' | 'rows', Info>;
    const [B, S, C] = buffer.shape as [number, number, number];
    const bytes = 4 * rows.shape[1]! * C;
    gpu.copy(
      Array.from({ length: B }, (_, b) => {
        return { from: rows, start: b * bytes, to: buffer, at: 4 * (b * S + first) * C, bytes };
      }),
    );
    return gpu.share(buffer);
  });

  register(lstmKernel, ({ inputs }) => {
    const { projected, h0, c0, recurrent, real } = inputs as Record<
      'projected' | 'h0' | 'c0' | 'recurrent',
      Info
    > & { real?: Info };
    const [B, T] = projected.shape as [number, number, number];
    const H = h0.shape[1]!;
    const [all, gates] = [gpu.floats([B, T + 1, H]), gpu.floats([B, T, 4 * H])];
    const [h, c, tanhC] = [0, 1, 2].map(() => gpu.floats([B, T, H])) as [Info, Info, Info];
    const start = { size: B * H, T, H };
    gpu.run(lstmStartProgram, { h0, c0, h, c }, start, lstmStartGroups(B * H));
    const tensors: Record<string, Info> = { projected, recurrent, all, gates, h, c, tanhC };
    if (real !== undefined) tensors['real'] = real;
    const program = lstmProgram(real !== undefined);
    for (let t = 0; t < T; t++) gpu.run(program, tensors, { B, T, H, t }, lstmGroups(B, H));
    return [all, gates, h, c, tanhC];
  });

  register(lstmGradientKernel, ({ inputs }) => {
    const { dAll, gates, h, c, tanhC, recurrent, real } = inputs as Record<
      'dAll' | 'gates' | 'h' | 'c' | 'tanhC' | 'recurrent',
      Info
    > & { real?: Info };
    const [B, T, H] = h.shape as [number, number, number];
    const [dz, dRecurrent] = [gpu.floats([B, T, 4 * H]), gpu.floats([H, 4 * H])];
    const [dh0, dc0, carry] = [gpu.floats([B, H]), gpu.floats([B, H]), gpu.floats([2, B, H])];
    const tensors: Record<string, Info> = { dAll, gates, c, tanhC, recurrent, dz, carry };
    if (real !== undefined) tensors['real'] = real;
    const program = lstmGradientProgram(real !== undefined);
    const groups = lstmGroups(B, H);
    for (let t = T - 1; t >= 0; t--) gpu.run(program, tensors, { B, T, H, t }, groups);
    gpu.run(lstmEndProgram, { dz, recurrent, carry, dh0, dc0 }, { B, T, H }, groups);
    gpu.free(carry);
    multiply(gpu, {
      ...{ a: h, b: dz, c: dRecurrent, M: H, N: 4 * H, K: B * T, transposeA: true },
    });
    return [dz, dRecurrent, dh0, dc0];
  });

  interface AttentionAttributes {
    readonly heads: number;
    readonly causal: boolean;
  }

  /** The sizes that both programs need. */
  function attentionSizes(query: Info, keyValue: Info, { heads: H, causal }: AttentionAttributes) {
    const [B, T, C] = query.shape as [number, number, number];
    const [S, D] = [keyValue.shape[1]!, C / H];
    const uniforms = { H, T, S, D, causal: Number(causal), scale: 1 / Math.sqrt(D) };
    return { B, C, uniforms, variant: { vector: fours(D), parts: attentionParts(D) } };
  }

  register<AttentionAttributes>(attentionKernel, ({ inputs, attrs }) => {
    const { query, keyValue, real } = inputs as Record<'query' | 'keyValue', Info> & {
      real?: Info;
    };
    const { B, C, uniforms, variant } = attentionSizes(query, keyValue, attrs);
    const { H, T, S } = uniforms;
    const [output, weights] = [gpu.floats([B, T, C]), gpu.floats([B, H, T, S])];
    const down = attentionBlocks(T);
    const tensors: Record<string, Info> = { query, keyValue, output, weights };
    if (real !== undefined) tensors['real'] = real;
    const program = attentionProgram({ ...variant, padded: real !== undefined });
    gpu.run(program, tensors, { ...uniforms, down }, B * H * down);
    return [output, weights];
  });

  register<AttentionAttributes>(attentionGradientKernel, ({ inputs, attrs }) => {
    const { dy, query, keyValue, output, weights } = inputs as Record<
      'dy' | 'query' | 'keyValue' | 'output' | 'weights',
      Info
    >;
    const { B, C, uniforms, variant } = attentionSizes(query, keyValue, attrs);
    const { H, T, S } = uniforms;
    const [dQuery, dKeyValue] = [gpu.floats([B, T, C]), gpu.floats([B, S, 2 * C])];
    const [queryBlocks, keyBlocks] = [attentionBlocks(T), attentionBlocks(S)];
    const forQueries = B * H * queryBlocks;
    gpu.run(
      attentionGradientProgram(variant),
      { dy, query, keyValue, output, weights, dQuery, dKeyValue },
      { ...uniforms, forQueries, queryBlocks, keyBlocks },
      forQueries + B * H * keyBlocks,
    );
    return [dQuery, dKeyValue];
  });

  register(additiveScoresKernel, ({ inputs }) => {
    const { query, key, v } = inputs as Record<'query' | 'key' | 'v', Info>;
    const [B, T, H] = query.shape as [number, number, number];
    const S = key.shape[1]!;
    const scores = gpu.floats([B, T, S]);
    const N = B * T * S;
    gpu.run(additiveScoresProgram, { query, key, v, scores }, { N, T, S, H }, scoreGroups(N));
    return scores;
  });

  register(additiveScoresGradientKernel, ({ inputs }) => {
    const { dy, query, key, v } = inputs as Record<'dy' | 'query' | 'key' | 'v', Info>;
    const [B, T, H] = query.shape as [number, number, number];
    const S = key.shape[1]!;
    const [dQuery, dKey, dv] = [gpu.floats([B, T, H]), gpu.floats([B, S, H]), gpu.floats([H, 1])];
    const shares = gpu.floats([B, T, H]);
    const forQueries = elementGroups(B * T * H);
    gpu.run(
      additiveScoresGradientProgram,
      { dy, query, key, v, dQuery, dKey, shares },
      { B, T, S, H, forQueries },
      forQueries + elementGroups(B * S * H),
    );
    gpu.run(columnSumsProgram, { x: shares, sums: dv }, { N: B * T, C: H }, columnGroups(H));
    gpu.free(shares);
    return [dQuery, dKey, dv];
  });

  register<RotaryAttributes>(rotaryKernel, ({ inputs, attrs }) => {
    const { x, cos: cosines, sin: sines } = inputs as Record<'x' | 'cos' | 'sin', Info>;
    const { heads, first, direction } = attrs;
    const [B, T, width] = x.shape as [number, number, number];
    const y = gpu.floats(x.shape);
    const vector = fours(width) && fours(cosines.shape[1]!);
    const [W, half] = [width, cosines.shape[1]!].map((n) => (vector ? n / 4 : n)) as [
      number,
      number,
    ];
    const [N, pairs] = [B * T, heads * half];
    const uniforms = { N, T, W, half, pairs, first, direction };
    const groups = rotaryGroups(N * (W - pairs));
    gpu.run(rotaryProgram(element(vector)), { x, cosines, sines, y }, uniforms, groups);
    return y;
  });

  register<AdamWAttributes>(adamwKernel, ({ inputs, attrs: { step } }) => {
    const { theta, m, v, decay } = inputs as Record<'theta' | 'm' | 'v' | 'decay', Info>;
    const N = size(theta);
    const parts = squaresParts(N);
    const [g, squares, norm] = [gpu.floats([N]), gpu.floats([parts]), gpu.floats([])];
    // A program cannot bind all parameters: their gradients go into one vector, and θ comes out of it.
    const [gather, scatter]: [Copy[], Copy[]] = [[], []];
    for (let index = 0, at = 0; at < 4 * N; index++) {
      const [from, to] = [inputs[`g${index}`]!, inputs[`p${index}`]!];
      const bytes = 4 * size(to);
      gather.push({ from, to: g, at, bytes });
      scatter.push({ from: theta, start: at, to, bytes });
      at += bytes;
    }
    gpu.copy(gather);
    gpu.run(squaresProgram, { g, squares }, { N, parts }, parts);
    const vector = fours(N);
    const count = vector ? N / 4 : N;
    gpu.run(
      adamwProgram(element(vector)),
      { g, decay, squares, theta, m, v, norm },
      { ...step.current, size: count, parts },
      adamwGroups(count),
    );
    gpu.copy(scatter);
    gpu.free(g);
    gpu.free(squares);
    gpu.finishStep();
    return norm;
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

/** Every operation on every backend against PyTorch's own modules (`scripts/reference/ops.py`). */
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { gelu, silu } from '../../src/engine/ops/activation/index.ts';
import { additiveScores } from '../../src/engine/ops/additive-scores/index.ts';
import type { Mask } from '../../src/engine/ops/attention/index.ts';
import { crossEntropy } from '../../src/engine/ops/cross-entropy/index.ts';
import { embedding } from '../../src/engine/ops/embedding/index.ts';
import { geluFeedForward } from '../../src/engine/ops/feed-forward/index.ts';
import { layerNorm } from '../../src/engine/ops/layer-norm/index.ts';
import { linear } from '../../src/engine/ops/linear/index.ts';
import { lstmLayer } from '../../src/engine/ops/lstm/index.ts';
import { rotary, rotations } from '../../src/engine/ops/rotary/index.ts';
import { AdamW, type AdamWOptions } from '../../src/engine/optimizer.ts';
import { ParameterSet, zeros } from '../../src/engine/parameters.ts';
import { patternIntegers, patternValues } from '../../src/maths/random/pattern.ts';
import { createRandom } from '../../src/maths/random/streams.ts';
import {
  keysAndValues,
  multiHeadAttention,
  type AttentionWeights,
  type BlockOptions,
} from '../../src/models/layers.ts';
import { causalMask, paddingMask } from '../../src/models/masks.ts';
import { backends, useBackend } from '../browser/support.ts';
import reference from './ops.json' with { type: 'json' };

/** Of the largest number of a tensor: fp32 with transcendental functions, against float64. */
const tolerance = 1e-5;

type Inputs = Record<string, tf.Tensor>;
type Operation = (inputs: Inputs) => tf.Tensor;

/** [rows, T] with 1 where a token is real. */
const realTokens = (lengths: readonly number[], T: number): tf.Tensor2D =>
  tf.tensor2d(lengths.map((n) => Array.from({ length: T }, (_, t) => Number(t < n))));

const lstm =
  (lengths: readonly number[] | null): Operation =>
  ({ projected, recurrent, h, c }) => {
    const start = { h: h as tf.Tensor2D, c: c as tf.Tensor2D };
    const real = lengths === null ? null : realTokens(lengths, 5);
    const layer = lstmLayer(projected as tf.Tensor3D, start, recurrent as tf.Tensor2D, real);
    return tf.concat([layer.outputs, tf.expandDims(layer.state.c, 1)], 1);
  };

const options: BlockOptions = {
  ...{ width: 6, heads: 2, layers: 1, activation: 'gelu', norm: 'pre', dropout: 0 },
  positions: 'learned',
};

const attention =
  (mask: () => Mask): Operation =>
  ({ x, y = x!, ...named }) => {
    const weights = named as unknown as AttentionWeights;
    const kv = keysAndValues(y as tf.Tensor3D, weights, options);
    return multiHeadAttention(x as tf.Tensor3D, kv, mask(), weights, options);
  };

const causal = (): Mask => ({ causal: true, real: null, added: () => causalMask(5) });
const padded = (): Mask => {
  const real = realTokens([5, 2], 5);
  return { causal: false, real, added: () => paddingMask(real) };
};

const operations: Record<keyof typeof reference.cases, Operation> = {
  linear: ({ x, weight, bias }) => linear(x!, weight as tf.Tensor2D, bias as tf.Tensor1D),
  linear_without_bias: ({ x, weight }) => linear(x!, weight as tf.Tensor2D),
  layer_norm: ({ x, gain, bias }) =>
    layerNorm(x as tf.Tensor2D, gain as tf.Tensor1D, bias as tf.Tensor1D),
  gelu: ({ x }) => gelu(x!),
  feed_forward: ({ x, up, up_bias: upBias, down, down_bias: downBias }) =>
    geluFeedForward(
      ...[x!, up as tf.Tensor2D, upBias as tf.Tensor1D],
      ...[down as tf.Tensor2D, downBias as tf.Tensor1D],
    ),
  silu: ({ x }) => silu(x!),
  cross_entropy: ({ logits }) =>
    crossEntropy(
      logits as tf.Tensor2D,
      tf.tensor1d(patternIntegers('cross_entropy labels', 9, 0, 11), 'int32'),
      tf.cast(tf.tensor1d(patternIntegers('cross_entropy counts', 9, 0, 2), 'int32'), 'float32'),
    ),
  embedding: ({ table }) =>
    embedding(
      table as tf.Tensor2D,
      tf.tensor1d(patternIntegers('embedding ids', 12, 0, 7), 'int32'),
    ),
  lstm: lstm(null),
  lstm_padded: lstm([5, 1, 3]),
  attention_causal: attention(causal),
  attention_padded: attention(padded),
  attention_cross: attention(padded),
  additive_scores: ({ query, key, v }) =>
    additiveScores(query as tf.Tensor3D, key as tf.Tensor3D, v as tf.Tensor2D),
  rotary: ({ x }) => rotary(x as tf.Tensor3D, 2, { ...rotations(8, 6), first: 3 }),
};

/** The largest error relative to the largest number expected. */
async function expectClose(actual: tf.Tensor, expected: readonly number[], label: string) {
  const values = await actual.data();
  expect(values.length, label).toBe(expected.length);
  const scale = Math.max(...expected.map(Math.abs));
  const worst = Math.max(...expected.map((x, i) => Math.abs(x - values[i]!))) / scale;
  expect(worst, label).toBeLessThan(tolerance);
}

describe.each(backends)('on %s', (backend) => {
  beforeAll(() => useBackend(backend));

  test.each(Object.entries(operations))('%s', async (name, operation) => {
    const { inputs, shape, value, gradients } = reference.cases[name as keyof typeof operations];
    const names = Object.keys(inputs);
    const given = Object.entries(inputs).map(([key, { scale, shape }]) => {
      const values = patternValues(`${name} ${key}`, tf.util.sizeFromShape(shape));
      return tf.tensor(
        values.map((u) => scale * u),
        shape,
      );
    });
    const weights = patternValues(`${name} weights`, tf.util.sizeFromShape(shape));
    const compute = (...tensors: tf.Tensor[]) =>
      operation(Object.fromEntries(tensors.map((tensor, index) => [names[index]!, tensor])));
    const y = compute(...given);
    expect(y.shape).toEqual(shape);
    await expectClose(y, value, 'value');
    const found = tf.grads((...tensors: tf.Tensor[]) =>
      tf.sum(tf.mul(compute(...tensors), tf.tensor(weights, shape))),
    )(given);
    const expected: Partial<Record<string, readonly number[]>> = gradients;
    for (const [index, key] of names.entries()) {
      await expectClose(found[index]!, expected[key]!, `gradient of ${key}`);
    }
  });

  test('AdamW with warm-up, cosine, clipping and decay, over 7 steps', async () => {
    const { options, shapes, after } = reference.adamw;
    const names = ['matrix', 'vector'] as const;
    const parameters = new ParameterSet(createRandom(0, 'unused'));
    for (const name of names) parameters.add(name, shapes[name] as [number], zeros);
    const pieces = parameters.list.map(({ name, size }) => patternValues(`adamw ${name}`, size));
    parameters.startFrom(Float32Array.from(pieces.flatMap((piece) => [...piece])));
    const optimizer = new AdamW(parameters, options as AdamWOptions);
    for (const [index, expected] of after.entries()) {
      const t = index + 1;
      const gradients = parameters.list.map(({ name, size, shape, variable }) => {
        const values = patternValues(`adamw ${name} ${t}`, size);
        const scaled = values.map((u) => (t % 2 === 1 ? u : u / 4));
        return [variable.name, tf.tensor(scaled, [...shape])] as const;
      });
      optimizer.step(Object.fromEntries(gradients));
      for (const [i, variable] of parameters.variables.entries()) {
        await expectClose(variable, expected[i]!, `${names[i]!} after step ${t}`);
      }
    }
    optimizer.dispose();
    parameters.dispose();
  });
});

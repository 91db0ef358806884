/** Decoding with a cache against recomputing: the same logits, the same text, the work of one position. */
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, test } from 'vitest';
import type { Backend } from '../../src/engine/probes.ts';
import type { ParameterSet } from '../../src/engine/parameters.ts';
import { writeRows } from '../../src/engine/ops/write-rows/index.ts';
import { createRandom } from '../../src/maths/random/streams.ts';
import { continueSequences } from '../../src/models/continuation.ts';
import type { BlockOptions } from '../../src/models/layers.ts';
import { LstmSeq2Seq } from '../../src/models/lstm-seq2seq.ts';
import type { LanguageModel, SequenceModel } from '../../src/models/model.ts';
import { sample } from '../../src/models/sampling.ts';
import { TransformerDecoder, type DecoderOptions } from '../../src/models/transformer-decoder.ts';
import { TransformerEncoderDecoder } from '../../src/models/transformer-encoder-decoder.ts';
import { backends, difference, randomIds, randomTensor, useBackend } from './support.ts';

/** The sums of a position are added in another order when it is computed alone. */
const tolerance = 1e-5;

const size = { vocabulary: 11, width: 12, heads: 2, layers: 2, context: 5, dropout: 0 };

/** Every combination of what changes the computation. */
const variants: (BlockOptions & { tied: boolean })[] = (
  ['learned', 'sinusoidal', 'rotary'] as const
).flatMap((positions) =>
  (['pre', 'post'] as const).flatMap((norm) =>
    (['gelu', 'relu', 'swiglu'] as const).flatMap((activation) =>
      [true, false].map((tied) => ({ ...size, positions, norm, activation, tied })),
    ),
  ),
);
const named = ({ positions, norm, activation, tied }: (typeof variants)[number]): string =>
  [positions, norm, activation, tied ? 'tied' : 'untied'].join(' ');

/** Weights large enough that attention looks somewhere and every layer changes the result. */
function enlarge(parameters: ParameterSet): void {
  const random = createRandom(5, 'weights');
  tf.tidy(() => {
    for (const { variable } of parameters.list) {
      variable.assign(randomTensor(variable.shape as [number], random, 0.4));
    }
  });
}

function decoder(options: Partial<DecoderOptions>): TransformerDecoder {
  const common = { positions: 'learned', norm: 'pre', activation: 'gelu', tied: true } as const;
  const model = new TransformerDecoder({ ...size, ...common, ...options }, createRandom(1, 'init'));
  enlarge(model.parameters);
  return model;
}

const ids = (rows: number, columns: number, seed: number): tf.Tensor2D =>
  tf.tidy(() => {
    const flat = randomIds(rows * columns, size.vocabulary, createRandom(seed, 'ids'));
    return tf.reshape(flat, [rows, columns]);
  });

describe.each(backends)('%s', (backend) => {
  test('every variant gives the logits of a whole pass at every position', async () => {
    await useBackend(backend);
    const [B, T, V] = [3, size.context, size.vocabulary];
    for (const variant of variants) {
      const model = decoder(variant);
      const input = ids(B, T, 2);
      const whole = model.logits(input); // [B, T, V]
      const before = tf.memory();
      const cache = model.createCache(B);
      const parts: tf.Tensor2D[] = [];
      for (const length of [2, 1, 1, 1]) {
        const part = tf.slice(input, [0, cache.length], [B, length]);
        parts.push(model.read(part, cache));
        part.dispose();
      }
      expect(cache.length).toBe(T);
      cache.dispose();
      const actual = tf.stack(parts, 1);
      const expected = tf.slice(whole, [0, 1, 0], [B, T - 1, V]);
      expect(await difference(actual, expected), named(variant)).toBeLessThan(tolerance);
      tf.dispose([...parts, actual, expected]);
      expect(tf.memory().numTensors).toBe(before.numTensors);
      expect(tf.memory().numBytes).toBe(before.numBytes);
      tf.dispose([input, whole]);
      model.dispose();
    }
  });

  test('writes the text that recomputing writes, across the edge of the window', async () => {
    await useBackend(backend);
    for (const positions of ['learned', 'sinusoidal', 'rotary'] as const) {
      const model = decoder({ positions, context: 8 });
      const prompts = [
        [1, 2, 3, 4, 5, 6],
        [4, 5, 6, 7, 8, 9],
      ];
      const options = { temperature: 1, topK: 0, topP: 0.95 };
      const random = createRandom(7, 'sampling');
      const before = tf.memory().numTensors;
      const written = await continueSequences(model, prompts, 6, (logits) =>
        sample(logits, options, random),
      );
      expect(tf.memory().numTensors).toBe(before);
      const again = createRandom(7, 'sampling');
      expect(written).toEqual(
        await recompute(model, prompts, 6, (logits) => sample(logits, options, again)),
      );
      expect(new Set(written.flat()).size).toBeGreaterThan(2);
      model.dispose();
    }
  });

  test('greedy decoding writes what it writes on cpu', async () => {
    const expected = await greedyOn('cpu', async () => {});
    expect(await greedyOn(backend, async () => {})).toEqual(expected);
  });

  test('rows are written where they belong, and the old buffer is used up', async () => {
    await useBackend(backend);
    const random = createRandom(3, 'rows');
    const before = tf.memory().numTensors;
    const [first, second] = [
      randomTensor<tf.Rank.R3>([2, 3, 5], random),
      randomTensor<tf.Rank.R3>([2, 1, 5], random),
    ];
    let buffer = tf.zeros<tf.Rank.R3>([2, 6, 5]);
    buffer = tf.tidy(() => writeRows(writeRows(buffer, first, 0), second, 3));
    const expected = tf.tidy(() => tf.concat([first, second, tf.zeros([2, 2, 5])], 1));
    expect(await difference(buffer, expected)).toBe(0);
    tf.dispose([first, second, buffer, expected]);
    expect(tf.memory().numTensors).toBe(before);
  });
});

test.each(['cpu', 'wasm'] as const)(
  'greedy decoding on %s picks the most likely token of a whole pass',
  async (backend) => {
    await greedyOn(backend, async (model, source, written) => {
      for (const [b, output] of written.entries()) {
        await expectMostLikely(model, tf.slice(source, [b, 0], [1, 5]), output);
      }
    });
  },
);

const sequences = {
  ...{ sourceVocabulary: 8, targetVocabulary: 5, sourceLength: 5, targetLength: 4 },
  ...{ pad: 0, bos: 1, eos: 2, dropout: 0 },
};

/** What every kind of sequence model writes for two sources. */
async function greedyOn(
  backend: Backend,
  check: (model: SequenceModel, source: tf.Tensor2D, written: number[][]) => Promise<void>,
): Promise<number[][][]> {
  await useBackend(backend);
  const blocks = { width: 8, heads: 2, layers: 2, activation: 'gelu', tied: true } as const;
  const models: SequenceModel[] = [
    ...(['learned', 'sinusoidal', 'rotary'] as const).map((positions, index) => {
      const norm = index === 1 ? 'post' : 'pre';
      const options = { ...sequences, ...blocks, positions, norm } as const;
      return new TransformerEncoderDecoder(options, createRandom(1, 'init'));
    }),
    new LstmSeq2Seq(
      {
        ...{ ...sequences, attention: 'additive', embedding: 5, hidden: 6 },
        ...{ layers: 2, teacherForcing: 1 },
      },
      createRandom(1, 'init'),
    ),
  ];
  const rows = [
    [3, 4, 5, 6, 7],
    [5, 3, 0, 0, 0],
  ];
  const source = tf.tensor2d(rows, [2, 5], 'int32');
  const all: number[][][] = [];
  for (const model of models) {
    enlarge(model.parameters);
    const before = tf.memory().numTensors;
    const written = await model.greedy(source, 3);
    expect(tf.memory().numTensors).toBe(before);
    await check(model, source, written);
    all.push(written);
    model.dispose();
  }
  source.dispose();
  return all;
}

/** The same text without a cache: what the model may see is read anew for every token. */
async function recompute(
  model: LanguageModel,
  prompts: readonly number[][],
  count: number,
  choose: (logits: Float32Array) => number,
): Promise<number[][]> {
  const all = prompts.map((ids) => [...ids]);
  const start = all[0]!.length;
  let seen = start;
  for (let n = 0; n < count; n++) {
    // A full window loses its oldest quarter before the next token comes in.
    if (seen > model.context) seen -= model.context / 4;
    const logits = tf.tidy(() => {
      const windows = tf.tensor2d(
        all.map((ids) => ids.slice(-seen)),
        [all.length, seen],
        'int32',
      );
      return tf.slice(model.logits(windows), [0, seen - 1, 0], [all.length, 1, -1]);
    });
    const values = (await logits.data()) as Float32Array;
    logits.dispose();
    const V = values.length / all.length;
    for (const [b, ids] of all.entries()) ids.push(choose(values.subarray(b * V, (b + 1) * V)));
    seen++;
  }
  return all.map((ids) => ids.slice(start));
}

/** Every token of `output`, and its end, has the smallest loss of all tokens after those before it. */
async function expectMostLikely(
  model: SequenceModel,
  source: tf.Tensor2D,
  output: readonly number[],
): Promise<void> {
  const { bos, eos, targetVocabulary: V } = sequences;
  const T = output.length;
  for (const [t, chosen] of [...output, eos].entries()) {
    // Greedy decoding stops after four tokens, whether the end has come or not.
    if (t === 4) break;
    const losses = tf.tidy(() => {
      const input = tf.tensor2d([[bos, ...output].slice(0, t + 1)], [1, t + 1], 'int32');
      const weights = tf.tensor2d([[...new Array<number>(t).fill(0), 1]]); // only the last counts
      return tf.stack(
        Array.from({ length: V }, (_, token) => {
          const labels = tf.fill([1, t + 1], token, 'int32') as tf.Tensor2D;
          return model.loss({ source, input, labels, weights }, null);
        }),
      );
    });
    const values = await losses.data();
    losses.dispose();
    expect(values[chosen]!, `token ${t} of ${T}`).toBeCloseTo(Math.min(...values), 5);
  }
  source.dispose();
}

describe('the work of a token', () => {
  /** Rows that go through weight matrices while `pass` runs. */
  async function rowsOf(pass: () => tf.Tensor): Promise<number> {
    const { kernels } = await tf.profile(() => tf.tidy(pass));
    // Attention's own products are inside its kernel, so are the two maps of a feed-forward layer.
    const maps: Readonly<Record<string, number>> = { Linear: 1, BatchMatMul: 1, FeedForward: 2 };
    const products = kernels.filter(({ name }) => name in maps);
    expect(products.length).toBeGreaterThan(0);
    // The left factor comes first.
    const rows = ([shape]: number[][]): number => tf.util.sizeFromShape(shape!.slice(0, -1));
    return products.reduce(
      (sum, { name, inputShapes }) => sum + maps[name]! * rows(inputShapes as number[][]),
      0,
    );
  }

  test('is that of one position, however many were read', async () => {
    await useBackend('wasm');
    const [B, T, layers] = [2, 64, 3];
    const model = decoder({ context: T, layers });
    const input = ids(B, T, 4);
    const cache = model.createCache(B);
    const step = () => model.read(tf.slice(input, [0, 0], [B, 1]), cache);
    // A layer has five linear maps (query, keys and values, output, up, down); the head is one more.
    const maps = 5 * layers + 1;
    expect(await rowsOf(step)).toBe(B * maps);
    for (let t = 1; t < T - 1; t++) step().dispose();
    expect(await rowsOf(step)).toBe(B * maps);
    expect(await rowsOf(() => model.logits(input))).toBe(B * T * maps);
    expect(() => step()).toThrow('1 tokens cannot follow 64 in a cache of 64.');
    cache.dispose();
    model.dispose();
  });

  test('past the edge of the window is on average that of four', async () => {
    await useBackend('wasm');
    const T = 64;
    const model = decoder({ context: T, layers: 1 });
    const prompt = await ids(1, T, 4).data();
    const read: number[] = [];
    const counted: LanguageModel = {
      ...{ kind: 'text', parameters: model.parameters, context: T },
      loss: (batch, random) => model.loss(batch, random),
      logits: (ids) => model.logits(ids),
      attention: (ids) => model.attention(ids),
      dispose: () => model.dispose(),
      createCache: (B) => model.createCache(B),
      read: (ids, cache) => {
        read.push(ids.shape[1]);
        return model.read(ids, cache);
      },
    };
    await continueSequences(counted, [Array.from(prompt)], 1 + 2 * T, () => 1);
    expect(read[0]).toBe(T);
    const after = read.slice(1);
    expect(after.filter((length) => length > 1)).toEqual(new Array(8).fill((3 * T) / 4 + 1));
    expect(after.reduce((sum, length) => sum + length, 0) / after.length).toBe(4);
    model.dispose();
  });
});

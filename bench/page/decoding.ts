/** What one more token costs a language model: with its cache of keys and values, and recomputing. */
import * as tf from '@tensorflow/tfjs-core';
import { createRandom } from '../../src/maths/random/streams.ts';
import { TransformerDecoder, type DecoderOptions } from '../../src/models/transformer-decoder.ts';

export interface DecodingTask {
  /** Tokens that the new one can see, itself included. */
  readonly contexts: readonly number[];
  /** Sequences written side by side. */
  readonly batch: number;
  readonly rounds: number;
}

/** Milliseconds a token, one entry a round; the rounds of both are interleaved. */
export interface DecodingTime {
  readonly context: number;
  readonly cached: number[];
  readonly recomputed: number[];
}

/** Task B's model. */
const options: Omit<DecoderOptions, 'context'> = {
  vocabulary: 128,
  width: 128,
  heads: 4,
  layers: 4,
  dropout: 0,
  tied: false,
  ...({ activation: 'gelu', norm: 'pre', positions: 'learned' } as const),
};

/** Cached tokens in a round, the last ones before the window is full. */
const tokens = 16;
const warmup = 3;

/** Times tokens on the current backend; the logits of each are read back, as for sampling. */
export async function timeDecoding({
  contexts,
  batch: B,
  rounds,
}: DecodingTask): Promise<DecodingTime[]> {
  const { vocabulary: V } = options;
  const results: DecodingTime[] = [];
  for (const T of contexts) {
    const model = new TransformerDecoder({ ...options, context: T }, createRandom(1, 'init'));
    const random = createRandom(1, 'ids');
    const flat = Int32Array.from({ length: B * T }, () => random.integer(V));
    const window = tf.tensor2d(flat, [B, T], 'int32');
    const [start, next] = [tf.slice(window, 0, [B, T - tokens]), tf.slice(window, 0, [B, 1])];

    const recompute = async (): Promise<void> => {
      const logits = tf.tidy(() => tf.slice(model.logits(window), [0, T - 1, 0], [B, 1, V]));
      await logits.data();
      logits.dispose();
    };
    const time: DecodingTime = { context: T, cached: [], recomputed: [] };
    for (let round = 0; round < warmup + rounds; round++) {
      const cache = model.createCache(B);
      const prompt = model.read(start, cache);
      await prompt.data();
      const from = performance.now();
      for (let i = 0; i < tokens; i++) {
        const logits = model.read(next, cache);
        await logits.data();
        logits.dispose();
      }
      const between = performance.now();
      await recompute();
      const to = performance.now();
      tf.dispose(prompt);
      cache.dispose();
      if (round < warmup) continue;
      time.cached.push((between - from) / tokens);
      time.recomputed.push(to - between);
    }
    results.push(time);
    tf.dispose([window, start, next]);
    model.dispose();
  }
  return results;
}

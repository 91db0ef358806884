/** What the exhibits share, so that each of them shows little but its defect. */
import '../engine/gradients.ts';
import * as tf from '@tensorflow/tfjs-core';
import { crossEntropy } from '../engine/ops/cross-entropy/index.ts';
import { lstmLayer } from '../engine/ops/lstm/index.ts';
import { createRandom } from '../maths/random/streams.ts';

/** Fixed draws from a normal distribution; equal names give equal numbers. */
export function normal<R extends tf.Rank>(shape: tf.ShapeMap[R], name: string): tf.Tensor<R> {
  const random = createRandom(1, name);
  const size = tf.util.sizeFromShape(shape);
  return tf.tensor<R>(
    Float32Array.from({ length: size }, () => random.normal()),
    shape,
  );
}

/** Fixed draws of token ids below `limit`. */
export function ids<R extends tf.Rank>(
  shape: tf.ShapeMap[R],
  limit: number,
  name = 'ids',
): tf.Tensor<R> {
  const random = createRandom(1, name);
  const size = tf.util.sizeFromShape(shape);
  return tf.tensor<R>(
    Int32Array.from({ length: size }, () => random.integer(limit)),
    shape,
    'int32',
  );
}

/** Columns `from` to `to`, without `to`, of [B, T]. */
export function columns(x: tf.Tensor2D, from: number, to: number): tf.Tensor2D {
  return tf.slice(x, [0, from], [x.shape[0], to - from]);
}

/** Words that count on: [B, T] of ids below V, every one the successor of the one before. */
export function countingWords(B: number, T: number, V: number): tf.Tensor2D {
  const values = Int32Array.from({ length: B * T }, (_, k) => (Math.floor(k / T) + (k % T)) % V);
  return tf.tensor2d(values, [B, T], 'int32');
}

/** Mean cross-entropy of logits [..., V] at ids [...]; `counts` is 0 where it is not to be scored. */
export function lossOf(logits: tf.Tensor, labels: tf.Tensor, counts?: tf.Tensor): tf.Scalar {
  const N = labels.size;
  const weights = tf.reshape(counts ?? tf.ones([N]), [N]);
  const flat = tf.reshape(logits, [N, logits.size / N]) as tf.Tensor2D;
  return crossEntropy(flat, tf.reshape(labels, [N]), tf.cast(weights, 'float32') as tf.Tensor1D);
}

/** Trains with Adam and gives back the last loss. */
function train(steps: number, loss: () => tf.Scalar): number {
  const adam = tf.train.adam(0.1);
  for (let step = 0; step < steps; step++) adam.minimize(loss);
  adam.dispose();
  return loss().dataSync()[0]!;
}

/** A language model that is one table: row i holds the logits of what follows token i. [V, V] */
export function learnTable(input: tf.Tensor, target: tf.Tensor, V: number) {
  const table = tf.variable(tf.zeros<tf.Rank.R2>([V, V]));
  const loss = train(60, () => lossOf(tf.gather(table, tf.reshape(input, [-1])), target));
  return { table, loss };
}

/** Writes T tokens after `start` [B], each chosen from what the model wrote before. [B, T] */
export function freeRun(table: tf.Tensor2D, start: tf.Tensor, T: number): tf.Tensor2D {
  const written: tf.Tensor[] = [];
  let token = tf.reshape(start, [-1]);
  for (let t = 0; t < T; t++) {
    token = tf.argMax(tf.gather(table, token), 1);
    written.push(token);
  }
  return tf.stack(written, 1) as tf.Tensor2D;
}

/** The share of equal elements, in per cent. */
export function percent(a: tf.Tensor, b: tf.Tensor): number {
  return 100 * tf.mean(tf.cast(tf.equal(a, b), 'float32')).dataSync()[0]!;
}

/** The largest |a − b|; below a millionth counts as 0. */
export function furthest(a: tf.Tensor, b: tf.Tensor): number {
  const difference = tf.max(tf.abs(tf.sub(a, b))).dataSync()[0]!;
  return difference < 1e-6 ? 0 : difference;
}

/** One LSTM layer over token ids [1, T]; with `real` [1, T], padding leaves its state alone. */
export function encode(tokens: tf.Tensor2D, real: tf.Tensor2D | null) {
  const [B, T] = tokens.shape;
  const [V, H] = [10, 8];
  const table: tf.Tensor = normal([V, 4 * H], 'gates');
  const gates = tf.gather(table, tokens) as tf.Tensor3D;
  const zero = tf.zeros<tf.Rank.R2>([B, H]);
  const recurrent = tf.mul(0.3, normal<tf.Rank.R2>([H, 4 * H], 'recurrent')) as tf.Tensor2D;
  const layer = lstmLayer(gates, { h: zero, c: zero }, recurrent, real);
  return { memory: layer.outputs, last: layer.state.h, T };
}

/** Random letters [T, B · V] as one-hot rows, and the letter after each of them, [T · B]. */
function randomLetters(B: number, T: number, V: number, name: string) {
  const letters = ids<tf.Rank.R2>([B, T + 1], V, name);
  const input = tf.transpose(tf.oneHot(columns(letters, 0, T), V), [1, 0, 2]);
  return {
    input: tf.reshape(tf.cast(input, 'float32'), [T, B * V]) as tf.Tensor2D,
    target: tf.reshape(tf.transpose(columns(letters, 1, T + 1)), [T * B]),
  };
}

/**
 * Trains one attention, with learned scores and this mask, to foretell letters drawn at random,
 * which nobody can who does not see them.
 * @param mask [T, T]
 * @returns loss and accuracy in per cent on letters that it was not trained on
 */
export function foretellRandomLetters(mask: tf.Tensor2D, V: number) {
  const [T, B] = [mask.shape[0], 128];
  const seen = randomLetters(B, T, V, 'letters');
  const heldOut = randomLetters(B, T, V, 'other letters');
  const scores = tf.variable(tf.zeros<tf.Rank.R2>([T, T]));
  const table = tf.variable(tf.mul(0.1, normal<tf.Rank.R2>([V, V], 'table')) as tf.Tensor2D);
  const logits = (input: tf.Tensor2D) => {
    const mixed = tf.matMul(tf.softmax(tf.add(scores, mask)) as tf.Tensor2D, input);
    return tf.matMul(tf.reshape(mixed, [T * B, V]) as tf.Tensor2D, table);
  };
  train(80, () => lossOf(logits(seen.input), seen.target));
  const judged = logits(heldOut.input);
  const loss = lossOf(judged, heldOut.target);
  return { loss, accuracy: percent(tf.argMax(judged, 1), heldOut.target) };
}

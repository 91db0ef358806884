/**
 * The tasks in TensorFlow.js as it ships, written as one writes there: plain operations and their
 * registered gradients, or `tf.layers`. Rows of a table are products with one-hot rows, because
 * its WASM backend has no gradient of a look-up.
 */
import * as tf from '@tensorflow/tfjs';
import { createRandom } from '../../src/maths/random/streams.ts';
import type { GptTask, LstmTask, Task } from '../tasks.ts';
import type { Launcher } from './counting.ts';
import { batches, type Batch } from './data.ts';
import type { Trainer } from './timing.ts';

interface Variables {
  readonly list: tf.Variable[];
  readonly matrix: (rows: number, columns: number, scale: number) => tf.Variable<tf.Rank.R2>;
  readonly vector: (size: number, value: number) => tf.Variable<tf.Rank.R1>;
}

function variables(): Variables {
  const random = createRandom(1, 'init');
  const list: tf.Variable[] = [];
  const keep = <R extends tf.Rank>(value: tf.Tensor<R>): tf.Variable<R> => {
    const variable = tf.variable(value);
    list.push(variable);
    return variable;
  };
  return {
    list,
    matrix: (rows, columns, scale) => {
      const values = Float32Array.from({ length: rows * columns }, () => scale * random.normal());
      return keep(tf.tensor2d(values, [rows, columns]));
    },
    vector: (size, value) => keep(tf.fill<tf.Rank.R1>([size], value)),
  };
}

type Loss = (batch: Batch) => tf.Scalar;

const oneHot = (ids: Int32Array, V: number): tf.Tensor2D =>
  tf.cast(tf.oneHot(tf.tensor1d(ids, 'int32'), V), 'float32') as tf.Tensor2D;

const crossEntropy = (logits: tf.Tensor2D, labels: Int32Array, V: number): tf.Scalar =>
  tf.losses.softmaxCrossEntropy(oneHot(labels, V), logits) as tf.Scalar;

function lstmLoss(task: LstmTask, { matrix, vector }: Variables): Loss {
  const { vocabulary: V, embedding: E, hidden: H, layers, attention } = task;
  const { length: T, batch: B } = task;
  const side = () => ({
    table: matrix(V, E, 0.2),
    cells: Array.from({ length: layers }, (_, layer) => ({
      input: matrix(layer === 0 ? E : H, 4 * H, 0.08),
      recurrent: matrix(H, 4 * H, 0.08),
      bias: vector(4 * H, 0),
    })),
  });
  type Side = ReturnType<typeof side>;
  interface State {
    readonly h: tf.Tensor2D;
    readonly c: tf.Tensor2D;
  }
  const [encoder, decoder] = [side(), side()];
  const combine = attention === 'none' ? null : matrix(2 * H, H, 0.08);
  const score =
    attention === 'additive'
      ? { query: matrix(H, H, 0.08), key: matrix(H, H, 0.08), v: matrix(H, 1, 0.08) }
      : null;
  const head = matrix(H, V, 0.08);
  const headBias = vector(V, 0);
  const zeros = (): State => ({ h: tf.zeros([B, H]), c: tf.zeros([B, H]) });

  function run({ table, cells }: Side, ids: Int32Array, states: readonly State[]) {
    let x: tf.Tensor = tf.matMul(oneHot(ids, V), table); // [B T, E]
    const last = cells.map(({ input, recurrent, bias }, layer) => {
      const projected = tf.reshape(tf.add(tf.matMul(x as tf.Tensor2D, input), bias), [B, T, 4 * H]);
      let { h, c } = states[layer]!;
      const outputs = (tf.unstack(projected, 1) as tf.Tensor2D[]).map((now) => {
        const z = tf.add(now, tf.matMul(h, recurrent));
        const [i, f, g, o] = tf.split(z, 4, 1) as [tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor];
        c = tf.add(tf.mul(tf.sigmoid(f), c), tf.mul(tf.sigmoid(i), tf.tanh(g)));
        h = tf.mul(tf.sigmoid(o), tf.tanh(c));
        return h;
      });
      x = tf.reshape(tf.stack(outputs, 1), [B * T, H]);
      return { h, c };
    });
    return { outputs: x as tf.Tensor2D, last };
  }

  function attend(h: tf.Tensor2D, states: tf.Tensor2D): tf.Tensor2D {
    if (combine === null) return h;
    const three = (x: tf.Tensor2D) => tf.reshape(x, [B, T, H]) as tf.Tensor3D;
    const scores = (): tf.Tensor => {
      if (score === null) {
        return tf.div(tf.matMul(three(h), three(states), false, true), Math.sqrt(H));
      }
      const query = tf.reshape(tf.matMul(h, score.query), [B, T, 1, H]);
      const key = tf.reshape(tf.matMul(states, score.key), [B, 1, T, H]);
      const sums = tf.reshape(tf.tanh(tf.add(query, key)), [B * T * T, H]) as tf.Tensor2D;
      return tf.reshape(tf.matMul(sums, score.v), [B, T, T]);
    };
    const context = tf.matMul(tf.softmax(scores()) as tf.Tensor3D, three(states));
    const both = tf.concat2d([h, tf.reshape(context, [B * T, H]) as tf.Tensor2D], 1);
    return tf.tanh(tf.matMul(both, combine));
  }

  return ({ source, input, labels }) => {
    const encoded = run(
      encoder,
      source,
      encoder.cells.map(() => zeros()),
    );
    const decoded = run(decoder, input, encoded.last);
    const features = attend(decoded.outputs, encoded.outputs);
    return crossEntropy(tf.add(tf.matMul(features, head), headBias), labels, V);
  };
}

function gptLoss(task: GptTask, { matrix, vector }: Variables): Loss {
  const { vocabulary: V, width: C, heads, layers, context: T, batch: B } = task;
  const linear = (inputs: number, outputs: number) => ({
    weight: matrix(inputs, outputs, 0.02),
    bias: vector(outputs, 0),
  });
  const norm = () => ({ gain: vector(C, 1), bias: vector(C, 0) });
  const tokens = matrix(V, C, 0.02);
  const positions = matrix(T, C, 0.02);
  const blocks = Array.from({ length: layers }, () => ({
    norm1: norm(),
    qkv: linear(C, 3 * C),
    output: linear(C, C),
    norm2: norm(),
    up: linear(C, 4 * C),
    down: linear(4 * C, C),
  }));
  const finalNorm = norm();
  const head = matrix(C, V, 0.02);
  const mask = tf.tidy(() => tf.mul(tf.sub(1, tf.linalg.bandPart(tf.ones([T, T]), -1, 0)), -1e9));

  const apply = (x: tf.Tensor2D, { weight, bias }: ReturnType<typeof linear>): tf.Tensor2D =>
    tf.add(tf.matMul(x, weight), bias);
  function normalise(x: tf.Tensor2D, { gain, bias }: ReturnType<typeof norm>): tf.Tensor2D {
    const { mean, variance } = tf.moments(x, 1, true);
    const centred = tf.mul(tf.sub(x, mean), tf.rsqrt(tf.add(variance, 1e-5)));
    return tf.add(tf.mul(centred, gain), bias);
  }
  const gelu = (x: tf.Tensor2D): tf.Tensor2D =>
    tf.mul(tf.mul(x, 0.5), tf.add(tf.erf(tf.mul(x, Math.SQRT1_2)), 1));

  return ({ input, labels }) => {
    const rows = tf.reshape(tf.matMul(oneHot(input, V), tokens), [B, T, C]);
    let x = tf.reshape(tf.add(rows, positions), [B * T, C]) as tf.Tensor2D;
    for (const { norm1, qkv, output, norm2, up, down } of blocks) {
      const parts = tf
        .split(apply(normalise(x, norm1), qkv), 3, 1)
        .map((part) => tf.transpose(tf.reshape(part, [B, T, heads, C / heads]), [0, 2, 1, 3])) as [
        tf.Tensor4D,
        tf.Tensor4D,
        tf.Tensor4D,
      ];
      const [q, k, v] = parts;
      const scores = tf.div(tf.matMul(q, k, false, true), Math.sqrt(C / heads));
      const weights = tf.softmax(tf.add(scores, mask)) as tf.Tensor4D;
      const attended = tf.transpose(tf.matMul(weights, v), [0, 2, 1, 3]);
      x = tf.add(x, apply(tf.reshape(attended, [B * T, C]) as tf.Tensor2D, output));
      x = tf.add(x, apply(gelu(apply(normalise(x, norm2), up)), down));
    }
    return crossEntropy(tf.matMul(normalise(x, finalNorm), head), labels, V);
  };
}

const read = async (value: tf.Scalar): Promise<number> => {
  const [loss] = await value.data();
  value.dispose();
  return loss!;
};

/** A trainer in plain operations on the current backend. */
export function plainTrainer(task: Task): Trainer & Launcher {
  const weights = variables();
  const loss = task.kind === 'lstm' ? lstmLoss(task, weights) : gptLoss(task, weights);
  const optimizer = tf.train.adam(1e-3);
  const draw = batches(task);
  const launch = () => optimizer.minimize(() => loss(draw()), true, weights.list)!;
  const parameters = weights.list.reduce((sum, { size }) => sum + size, 0);
  return { parameters, launch, step: () => read(launch()) };
}

/** The LSTM without attention in `tf.layers`; @throws Error for any other task */
export function layersTrainer(task: Task): Trainer {
  if (task.kind !== 'lstm' || task.attention !== 'none' || task.layers > 1) {
    throw new Error('tf.layers runs the LSTM of one layer and no attention only.');
  }
  const { vocabulary: V, embedding: E, hidden: H, length: T, batch: B } = task;
  const { input, layers } = tf;
  const lookUp = () => layers.dense({ units: E, useBias: false });
  const recurrent = { units: H, recurrentInitializer: 'glorotNormal' } as const;
  const [source, target] = [input({ shape: [T, V] }), input({ shape: [T, V] })];
  const [, h, c] = layers
    .lstm({ ...recurrent, returnState: true })
    .apply(lookUp().apply(source)) as [unknown, tf.SymbolicTensor, tf.SymbolicTensor];
  const states = layers
    .lstm({ ...recurrent, returnSequences: true })
    .apply([lookUp().apply(target) as tf.SymbolicTensor, h, c]);
  const output = layers.dense({ units: V, activation: 'softmax' }).apply(states);
  const model = tf.model({ inputs: [source, target], outputs: output as tf.SymbolicTensor });
  model.compile({ optimizer: tf.train.adam(1e-3), loss: 'categoricalCrossentropy' });
  const draw = batches(task);
  return {
    parameters: model.countParams(),
    async step() {
      const batch = draw();
      const [x, y, labels] = [batch.source, batch.input, batch.labels].map((ids) =>
        tf.tidy(() => tf.reshape(oneHot(ids, V), [B, T, V])),
      ) as [tf.Tensor, tf.Tensor, tf.Tensor];
      const loss = await model.trainOnBatch([x, y], labels);
      tf.dispose([x, y, labels]);
      return loss as number;
    },
  };
}

/** The tasks in jax-js, jitted as one function of parameters, moments and data. */
import * as jax from '@jax-js/jax';
import type { GptTask, LstmTask, Task } from '../tasks.ts';
import { batches, type Batch, type Ids } from './data.ts';
import type { Trainer } from './timing.ts';

const { numpy: np, nn, jit, valueAndGrad, tree } = jax;
type Values = Record<string, jax.Array>;
type Loss = (p: Values, ...data: jax.Array[]) => jax.Array;

const elements = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, 1);
const filled = (shape: number[], value: () => number): jax.Array =>
  np.array(Float32Array.from({ length: elements(shape) }, value)).reshape(shape);
const uniform = (shape: number[], bound: number): jax.Array =>
  filled(shape, () => bound * (2 * Math.random() - 1));
const zeros = (shape: number[]): jax.Array => filled(shape, () => 0);
const ones = (shape: number[]): jax.Array => filled(shape, () => 1);
/** Rows of a table; jax-js has no gradient of a look-up, so it is a product with one-hot rows. */
const oneHot = (ids: jax.Array, V: number): jax.Array =>
  ids.reshape([-1, 1]).equal(np.arange(V)).astype(np.float32);

function crossEntropy(logits: jax.Array, labels: jax.Array, V: number): jax.Array {
  const N = logits.shape[0]!;
  return nn
    .logSoftmax(logits)
    .mul(oneHot(labels, V))
    .sum()
    .mul(-1 / N);
}

function lstm(task: LstmTask) {
  const { vocabulary: V, embedding: E, hidden: H, layers, attention } = task;
  const { length: T, batch: B } = task;
  const parameters = (): Values => {
    const all: Values = { head: uniform([H, V], 0.1), bias: zeros([V]) };
    for (const side of ['source', 'target']) {
      all[side] = uniform([V, E], 1);
      for (let l = 0; l < layers; l++) {
        Object.assign(all, {
          [`${side}W${l}`]: uniform([l === 0 ? E : H, 4 * H], 0.1),
          [`${side}U${l}`]: uniform([H, 4 * H], 0.1),
          [`${side}B${l}`]: zeros([4 * H]),
        });
      }
    }
    if (attention !== 'none') all['combine'] = uniform([2 * H, H], 0.1);
    if (attention === 'additive') {
      Object.assign(all, {
        query: uniform([H, H], 0.1),
        key: uniform([H, H], 0.1),
        v: uniform([H, 1], 0.1),
      });
    }
    return all;
  };
  function layer(projected: jax.Array, u: jax.Array, h?: jax.Array, c?: jax.Array) {
    const outputs: jax.Array[] = [];
    for (let t = 0; t < T; t++) {
      let z = projected.ref.slice(t);
      if (h !== undefined) z = z.add(np.matmul(h, u.ref));
      const gate = (i: number) => (i < 3 ? z.ref : z).slice([], [i * H, (i + 1) * H]);
      const [i, f, g, o] = [
        nn.sigmoid(gate(0)),
        nn.sigmoid(gate(1)),
        np.tanh(gate(2)),
        nn.sigmoid(gate(3)),
      ];
      if (c === undefined) f.dispose();
      c = c === undefined ? i.mul(g) : f.mul(c).add(i.mul(g));
      h = o.mul(np.tanh(c.ref));
      outputs.push(h.ref);
    }
    projected.dispose();
    u.dispose();
    return { outputs: np.stack(outputs, 0).reshape([T * B, H]), state: { h: h!, c: c! } };
  }
  type State = ReturnType<typeof layer>['state'];
  /** Time first: row t B + b of what goes in and comes out. */
  function side(p: Values, name: string, ids: jax.Array, states: readonly State[] | null) {
    let x = np.matmul(oneHot(ids, V), p[name]!);
    const last: State[] = [];
    for (let l = 0; l < layers; l++) {
      const projected = np
        .matmul(x, p[`${name}W${l}`]!)
        .add(p[`${name}B${l}`]!)
        .reshape([T, B, 4 * H]);
      const { outputs, state } = layer(
        projected,
        p[`${name}U${l}`]!,
        states?.[l]?.h,
        states?.[l]?.c,
      );
      x = outputs;
      last.push(state);
    }
    return { outputs: x, last };
  }
  function attend(p: Values, h: jax.Array, states: jax.Array): jax.Array {
    const batchFirst = (x: jax.Array) => x.reshape([T, B, H]).transpose([1, 0, 2]);
    const context = (): jax.Array => {
      if (attention === 'dot') {
        const [q, k] = [batchFirst(h.ref), batchFirst(states)].map((x) =>
          x.reshape([B, T, 1, H]),
        ) as [jax.Array, jax.Array];
        return nn.dotProductAttention(q, k.ref, k).reshape([B, T, H]);
      }
      const query = batchFirst(np.matmul(h.ref, p['query']!)).reshape([B, T, 1, H]);
      const key = batchFirst(np.matmul(states.ref, p['key']!)).reshape([B, 1, T, H]);
      const scores = np.matmul(np.tanh(query.add(key)).reshape([B * T * T, H]), p['v']!);
      return np.matmul(nn.softmax(scores.reshape([B, T, T]), -1), batchFirst(states));
    };
    const seen = context()
      .transpose([1, 0, 2])
      .reshape([T * B, H]);
    return np.tanh(np.matmul(np.concatenate([h, seen], 1), p['combine']!));
  }
  const loss: Loss = (p, source, input, labels) => {
    const encoder = side(p, 'source', source!, null);
    const decoder = side(p, 'target', input!, encoder.last);
    for (const { h, c } of decoder.last) {
      h.dispose();
      c.dispose();
    }
    let features = decoder.outputs;
    if (attention === 'none') encoder.outputs.dispose();
    else features = attend(p, features, encoder.outputs);
    return crossEntropy(np.matmul(features, p['head']!).add(p['bias']!), labels!, V);
  };
  const timeFirst = (ids: Ids): jax.Array =>
    np.array(Int32Array.from(ids, (_, i) => ids[(i % B) * T + Math.floor(i / B)]!));
  const data = ({ source, input, labels }: Batch) => [source, input, labels].map(timeFirst);
  return { parameters, loss, data };
}

function gpt({ vocabulary: V, width: C, heads, layers, context: T, batch: B }: GptTask) {
  const parameters = (): Values => {
    const all: Values = {
      tokens: uniform([V, C], 0.03),
      positions: uniform([T, C], 0.03),
      head: uniform([C, V], 0.03),
      gain: ones([C]),
      bias: zeros([C]),
    };
    for (let l = 0; l < layers; l++) {
      Object.assign(all, {
        [`gain1_${l}`]: ones([C]),
        [`bias1_${l}`]: zeros([C]),
        [`qkv_${l}`]: uniform([C, 3 * C], 0.03),
        [`qkvBias_${l}`]: zeros([3 * C]),
        [`output_${l}`]: uniform([C, C], 0.03),
        [`outputBias_${l}`]: zeros([C]),
        [`gain2_${l}`]: ones([C]),
        [`bias2_${l}`]: zeros([C]),
        [`up_${l}`]: uniform([C, 4 * C], 0.03),
        [`upBias_${l}`]: zeros([4 * C]),
        [`down_${l}`]: uniform([4 * C, C], 0.03),
        [`downBias_${l}`]: zeros([C]),
      });
    }
    return all;
  };
  const norm = (x: jax.Array, gain: jax.Array, bias: jax.Array) =>
    nn.standardize(x).mul(gain).add(bias);
  const loss: Loss = (p, input, labels) => {
    let x = np
      .matmul(oneHot(input!, V), p['tokens']!)
      .reshape([B, T, C])
      .add(p['positions']!)
      .reshape([B * T, C]);
    for (let l = 0; l < layers; l++) {
      const of = (name: string) => p[`${name}_${l}`]!;
      const qkv = np.matmul(norm(x.ref, of('gain1'), of('bias1')), of('qkv')).add(of('qkvBias'));
      const part = (i: number) =>
        (i < 2 ? qkv.ref : qkv).slice([], [i * C, (i + 1) * C]).reshape([B, T, heads, C / heads]);
      const attended = nn
        .dotProductAttention(part(0), part(1), part(2), { isCausal: true })
        .reshape([B * T, C]);
      x = x.add(np.matmul(attended, of('output')).add(of('outputBias')));
      const up = np.matmul(norm(x.ref, of('gain2'), of('bias2')), of('up')).add(of('upBias'));
      const act = nn.gelu(up, { approximate: false });
      x = x.add(np.matmul(act, of('down')).add(of('downBias')));
    }
    return crossEntropy(np.matmul(norm(x, p['gain']!, p['bias']!), p['head']!), labels!, V);
  };
  const data = ({ input, labels }: Batch) => [np.array(input), np.array(labels)];
  return { parameters, loss, data };
}

/** One jitted step of Adam. */
function adam(loss: Loss) {
  const gradient = valueAndGrad(loss);
  return jit((p: Values, m: Values, v: Values, rate: jax.Array, ...data: jax.Array[]) => {
    const [value, g] = gradient(tree.ref(p), ...data);
    const next: [Values, Values, Values] = [{}, {}, {}];
    for (const name of Object.keys(p)) {
      const slope = g[name]!;
      next[1][name] = m[name]!.mul(0.9).add(slope.ref.mul(0.1));
      next[2][name] = v[name]!.mul(0.999).add(np.square(slope).mul(0.001));
      const root = np.sqrt(next[2][name].ref).add(1e-8);
      next[0][name] = p[name]!.sub(next[1][name].ref.mul(rate.ref).div(root));
    }
    rate.dispose();
    return [value, ...next] as const;
  });
}

/**
 * How the loss is read: at once, which keeps all work on this thread, or in a promise, which lets
 * its pool of workers compute where the page is isolated. Which is faster depends on the task.
 */
export type JaxMode = 'main' | 'pool';

/** A trainer on jax-js's WASM backend. */
export async function jaxTrainer(task: Task, mode: JaxMode): Promise<Trainer> {
  await jax.init('wasm');
  jax.defaultDevice('wasm');
  const { parameters, loss, data } = task.kind === 'lstm' ? lstm(task) : gpt(task);
  let p = parameters();
  const count = Object.values(p).reduce((sum, one) => sum + one.size, 0);
  const like = () => tree.map((x: jax.Array) => zeros([...x.shape]), p) as Values;
  let [m, v] = [like(), like()];
  const update = adam(loss);
  const draw = batches(task);
  let t = 0;
  return {
    parameters: count,
    async step() {
      t++;
      const rate = np.array(Float32Array.of((1e-3 * Math.sqrt(1 - 0.999 ** t)) / (1 - 0.9 ** t)));
      const [value, ...next] = update(p, m, v, rate, ...data(draw()));
      [p, m, v] = next;
      return (mode === 'main' ? value.dataSync() : await value.data())[0]!;
    },
  };
}

/** Tasks A and B in jax-js, jitted as one function of parameters, moments and data, in its fastest mode. */
import * as jax from '@jax-js/jax';
import type { GptTask, LstmTask, Task, Timing } from './tasks.ts';

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
const ids = (count: number, limit: number): jax.Array =>
  np.array(Int32Array.from({ length: count }, () => Math.floor(Math.random() * limit)));

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

function lstm({ vocabulary: V, embedding: E, hidden: H, length: T, batch: B }: LstmTask) {
  const parameters = (): Values => ({
    source: uniform([V, E], 1),
    target: uniform([V, E], 1),
    w1: uniform([E, 4 * H], 0.1),
    u1: uniform([H, 4 * H], 0.1),
    b1: zeros([4 * H]),
    w2: uniform([E, 4 * H], 0.1),
    u2: uniform([H, 4 * H], 0.1),
    b2: zeros([4 * H]),
    head: uniform([H, V], 0.1),
    bias: zeros([V]),
  });
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
    return { outputs, h: h!, c: c! };
  }
  const loss: Loss = (p, source, input, labels) => {
    const project = (ids: jax.Array, table: string, n: number) =>
      np
        .matmul(np.matmul(oneHot(ids, V), p[table]!), p[`w${n}`]!)
        .add(p[`b${n}`]!)
        .reshape([T, B, 4 * H]);
    const encoder = layer(project(source!, 'source', 1), p['u1']!);
    for (const h of encoder.outputs) h.dispose();
    const decoder = layer(project(input!, 'target', 2), p['u2']!, encoder.h, encoder.c);
    decoder.h.dispose();
    decoder.c.dispose();
    const features = np.stack(decoder.outputs, 0).reshape([T * B, H]);
    return crossEntropy(np.matmul(features, p['head']!).add(p['bias']!), labels!, V);
  };
  const data = () => [ids(T * B, V), ids(T * B, V), ids(T * B, V)];
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
  const data = () => [ids(B * T, V), ids(B * T, V)];
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

/** Times steps on jax-js's WASM backend; the loss is read back after each, its fastest way here. */
export async function timeJax(task: Task, warmup: number, steps: number): Promise<Timing> {
  await jax.init('wasm');
  jax.defaultDevice('wasm');
  const { parameters, loss, data } = task.kind === 'lstm' ? lstm(task) : gpt(task);
  let p = parameters();
  const count = Object.values(p).reduce((sum, one) => sum + one.size, 0);
  const like = () => tree.map((x: jax.Array) => zeros([...x.shape]), p) as Values;
  let [m, v] = [like(), like()];
  const step = adam(loss);
  let t = 0;
  const one = (): number => {
    t++;
    const rate = np.array(Float32Array.of((1e-3 * Math.sqrt(1 - 0.999 ** t)) / (1 - 0.9 ** t)));
    const [value, ...next] = step(p, m, v, rate, ...data());
    [p, m, v] = next;
    return value.dataSync()[0]!;
  };
  const start = performance.now();
  one();
  const first = performance.now() - start;
  for (let i = 1; i < warmup; i++) one();
  const timed: number[] = [];
  let last = 0;
  for (let i = 0; i < steps; i++) {
    const from = performance.now();
    last = one();
    timed.push(performance.now() - from);
    // The page's own work gets a turn, as in an application.
    await new Promise((resolve) => setTimeout(resolve));
  }
  return { steps: timed, first, loss: last, parameters: count, tensors: 0 };
}

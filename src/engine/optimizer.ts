/** AdamW with warm-up, cosine decay and clipping by the global norm, over one flat vector. */
import * as tf from '@tensorflow/tfjs-core';
import { adamwKernel, fusedAdamW, type AdamWStep } from './ops/adamw/fused.ts';
import { hasFused } from './ops/kernel.ts';
import type { ParameterSet } from './parameters.ts';
import { perStep } from './replay.ts';

export interface AdamWOptions {
  /** Peak learning rate η. */
  readonly learningRate: number;
  readonly warmup: number;
  readonly decay: 'cosine' | 'constant';
  /** The step at which the cosine reaches its floor of η/10. */
  readonly totalSteps: number;
  /** Largest global norm of the gradient; 0 switches clipping off. */
  readonly clip: number;
  /** λ, applied to matrices only, never to biases, gains or other vectors. */
  readonly weightDecay: number;
  readonly beta1?: number;
  readonly beta2?: number;
  readonly epsilon?: number;
}

/** All that decides which steps come next, besides the options; each vector is [N]. */
export interface AdamWState {
  /** Steps taken so far. */
  readonly steps: number;
  readonly theta: Float32Array;
  readonly m: Float32Array;
  readonly v: Float32Array;
}

// #region schedule
/** η at step t (from 1): linear warm-up, then a cosine or constant. */
export function learningRateAt(t: number, options: AdamWOptions): number {
  const { learningRate, warmup, totalSteps, decay } = options;
  if (t <= warmup) return (learningRate * t) / warmup;
  if (decay === 'constant') return learningRate;
  const left = Math.max(1, totalSteps - warmup);
  const progress = Math.min(1, (t - warmup) / left);
  const cosine = 0.5 * (1 + Math.cos(Math.PI * progress));
  return learningRate * (0.1 + 0.9 * cosine);
}
// #endregion schedule

// #region clip
/** Scales g so that its norm is at most `limit` (Pascanu et al. 2012). */
export function clipByGlobalNorm(g: tf.Tensor1D, limit: number) {
  if (limit === 0) return g;
  const norm = tf.sqrt(tf.sum(tf.square(g)));
  return tf.mul(g, tf.minimum(1, tf.div(limit, tf.add(norm, 1e-6))));
}
// #endregion clip

export class AdamW {
  readonly #parameters: ParameterSet;
  readonly #options: AdamWOptions;
  /** 1 where weight decay applies, 0 elsewhere, [N]. */
  readonly #decayMask: tf.Tensor1D;
  #theta: tf.Tensor1D;
  #m: tf.Tensor1D;
  #v: tf.Tensor1D;
  #t = 0;

  constructor(parameters: ParameterSet, options: AdamWOptions) {
    this.#parameters = parameters;
    this.#options = options;
    const mask = new Float32Array(parameters.size);
    for (const { shape, offset, size } of parameters.list) {
      if (shape.length > 1) mask.fill(1, offset, offset + size);
    }
    this.#decayMask = tf.keep(tf.tensor1d(mask));
    this.#theta = tf.keep(tf.tensor1d(parameters.initialValues()));
    this.#m = tf.keep(tf.zeros<tf.Rank.R1>([parameters.size]));
    this.#v = tf.keep(tf.zeros<tf.Rank.R1>([parameters.size]));
  }

  /** Steps taken so far. */
  get steps(): number {
    return this.#t;
  }

  step(gradients: tf.NamedTensorMap): void {
    if (hasFused(adamwKernel)) this.#fusedStep(gradients);
    else this.#plainStep(gradients);
  }

  // #region adamw
  /** One step of AdamW (Loshchilov & Hutter 2017), given ∇θ by name. */
  #plainStep(gradients: tf.NamedTensorMap): void {
    const { beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8 } = this.#options;
    const { weightDecay: lambda, clip } = this.#options;
    const t = ++this.#t;
    const eta = learningRateAt(t, this.#options);
    const [theta, m, v] = tf.tidy(() => {
      const g = clipByGlobalNorm(this.#flatten(gradients), clip);
      const m = tf.add(tf.mul(beta1, this.#m), tf.mul(1 - beta1, g));
      const g2 = tf.square(g);
      const v = tf.add(tf.mul(beta2, this.#v), tf.mul(1 - beta2, g2));
      const mHat = tf.div(m, 1 - beta1 ** t); // undo the bias of the start
      const vHat = tf.div(v, 1 - beta2 ** t);
      const decay = tf.mul(eta * lambda, this.#decayMask); // 0 for vectors
      const kept = tf.mul(this.#theta, tf.sub(1, decay));
      const change = tf.div(mHat, tf.add(tf.sqrt(vHat), epsilon));
      const theta = tf.sub(kept, tf.mul(eta, change));
      this.#parameters.assign(theta as tf.Tensor1D);
      return [theta, m, v] as tf.Tensor1D[];
    });
    this.#replace(theta!, m!, v!);
  }
  // #endregion adamw

  /** ∇θ as one vector, [N]. */
  #flatten(gradients: tf.NamedTensorMap): tf.Tensor1D {
    const pieces = this.#parameters.list.map(({ variable, size }) =>
      tf.reshape(gradients[variable.name]!, [size]),
    );
    return tf.concat1d(pieces as tf.Tensor1D[]);
  }

  /** The same in place, in two kernels. */
  #fusedStep(gradients: tf.NamedTensorMap): void {
    const { list } = this.#parameters;
    const norm = fusedAdamW(
      { theta: this.#theta, m: this.#m, v: this.#v, decay: this.#decayMask },
      list.map(({ variable }) => variable),
      list.map(({ variable }) => gradients[variable.name]!),
      perStep(() => this.#nextStep()),
    );
    norm.dispose();
  }

  #nextStep(): AdamWStep {
    const { beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8, weightDecay, clip } = this.#options;
    const t = ++this.#t;
    const eta = learningRateAt(t, this.#options);
    return {
      clip,
      beta1,
      beta2,
      eta,
      epsilon,
      rest1: 1 - beta1,
      rest2: 1 - beta2,
      unbias1: 1 / (1 - beta1 ** t),
      unbias2: 1 / (1 - beta2 ** t),
      keep: 1 - eta * weightDecay,
    };
  }

  #replace(theta: tf.Tensor1D, m: tf.Tensor1D, v: tf.Tensor1D): void {
    tf.dispose([this.#theta, this.#m, this.#v]);
    this.#theta = tf.keep(theta);
    this.#m = tf.keep(m);
    this.#v = tf.keep(v);
  }

  /** Where it stands; no step may be taken until that has been read. */
  async state(): Promise<AdamWState> {
    const steps = this.#t;
    const read = [this.#theta, this.#m, this.#v].map((x) => x.data<'float32'>());
    const [theta, m, v] = (await Promise.all(read)).map((x) => x.slice());
    return { steps, theta: theta!, m: m!, v: v! };
  }

  /** Goes on from a state, with the parameters as they were then. */
  restore({ steps, theta, m, v }: AdamWState): void {
    this.#parameters.load(theta);
    this.#t = steps;
    // Copies: a backend may keep the array that it is given.
    this.#replace(tf.tensor1d(theta.slice()), tf.tensor1d(m.slice()), tf.tensor1d(v.slice()));
  }

  /** Back to step 0 and the initial parameters. */
  reset(): void {
    const { size } = this.#parameters;
    const theta = this.#parameters.initialValues();
    this.restore({ steps: 0, theta, m: new Float32Array(size), v: new Float32Array(size) });
  }

  dispose(): void {
    tf.dispose([this.#theta, this.#m, this.#v, this.#decayMask]);
  }
}

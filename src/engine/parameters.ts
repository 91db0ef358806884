/**
 * The trainable parameters of a model. All of them live in one flat vector, so that the optimizer
 * is a handful of operations however many parameters there are, and a checkpoint is one array;
 * each named variable is a view that the optimizer refreshes after every step.
 */
import './gradients.ts';
import * as tf from '@tensorflow/tfjs-core';
import type { Random } from '../maths/random/streams.ts';

/** How one parameter starts. */
export type Initializer = (size: number, random: Random) => Float32Array;

export const zeros: Initializer = (size) => new Float32Array(size);
export const ones: Initializer = (size) => new Float32Array(size).fill(1);
export const normal =
  (deviation: number): Initializer =>
  (size, random) =>
    Float32Array.from({ length: size }, () => deviation * random.normal());
export const uniform =
  (bound: number): Initializer =>
  (size, random) =>
    Float32Array.from({ length: size }, () => bound * (2 * random.uniform() - 1));
/** Glorot & Bengio 2010, eq. 16. */
export const glorot = (fanIn: number, fanOut: number): Initializer =>
  uniform(Math.sqrt(6 / (fanIn + fanOut)));

export interface Parameter {
  readonly name: string;
  readonly shape: readonly number[];
  readonly size: number;
  /** Where the parameter starts in the flat vector. */
  readonly offset: number;
  readonly variable: tf.Variable;
}

export class ParameterSet {
  readonly #parameters: Parameter[] = [];
  readonly #random: Random;
  readonly #initial: Float32Array[] = [];
  #size = 0;

  constructor(random: Random) {
    this.#random = random;
  }

  /** Creates a parameter; the order of calls fixes both the random draws and the flat layout. */
  add<R extends tf.Rank>(
    name: string,
    shape: tf.ShapeMap[R],
    initializer: Initializer,
  ): tf.Variable<R> {
    const size = tf.util.sizeFromShape(shape);
    const values = initializer(size, this.#random);
    const variable = tf.tidy(() => tf.variable<R>(tf.tensor<R>(values, shape)));
    this.#parameters.push({ name, shape, size, offset: this.#size, variable });
    this.#initial.push(values);
    this.#size += size;
    return variable;
  }

  get list(): readonly Parameter[] {
    return this.#parameters;
  }

  get variables(): tf.Variable[] {
    return this.#parameters.map((parameter) => parameter.variable);
  }

  /** The number of scalars, N. */
  get size(): number {
    return this.#size;
  }

  /** The initial values as one flat vector, [N]. */
  initialValues(): Float32Array {
    const flat = new Float32Array(this.#size);
    for (const [index, { offset }] of this.#parameters.entries()) {
      flat.set(this.#initial[index]!, offset);
    }
    return flat;
  }

  /** Takes a flat vector [N] as the initial values; an optimizer made afterwards starts there. */
  startFrom(flat: Float32Array): void {
    for (const [index, { offset, size }] of this.#parameters.entries()) {
      this.#initial[index] = flat.slice(offset, offset + size);
    }
    tf.tidy(() => this.assign(tf.tensor1d(flat)));
  }

  /** The values as they are, as one flat vector, [N]. */
  async values(): Promise<Float32Array> {
    const pieces = await Promise.all(this.variables.map((variable) => variable.data<'float32'>()));
    const flat = new Float32Array(this.#size);
    for (const [index, { offset }] of this.#parameters.entries()) flat.set(pieces[index]!, offset);
    return flat;
  }

  /**
   * Takes a flat vector [N] as the values, and leaves the initial ones, to which a reset goes. An
   * optimizer has a θ of its own: to train on from there, see `AdamW.restore`.
   */
  load(flat: Float32Array): void {
    if (flat.length !== this.#size) {
      throw new Error(`${flat.length} numbers are not the ${this.#size} parameters.`);
    }
    // A copy: a backend may keep the array that it is given.
    tf.tidy(() => this.assign(tf.tensor1d(flat.slice())));
  }

  /** Copies a flat vector [N] into the variables. */
  assign(flat: tf.Tensor1D): void {
    tf.tidy(() => {
      for (const { variable, offset, size, shape } of this.#parameters) {
        variable.assign(tf.reshape(tf.slice(flat, [offset], [size]), [...shape]));
      }
    });
  }

  dispose(): void {
    for (const { variable } of this.#parameters) variable.dispose();
  }
}

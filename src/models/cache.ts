/**
 * What a Transformer keeps of the tokens it has read: every layer's keys and values. The next token
 * then costs one position, whose query meets the kept keys, instead of a pass over all of them.
 *
 * B sequences read side by side, S positions at most, T new ones, C width.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { Mask } from '../engine/ops/attention/index.ts';
import { writeRows } from '../engine/ops/write-rows/index.ts';
import { paddingMask, type KeysValues } from './masks.ts';

export class KeyValueCache {
  /** How many positions it can hold, S. */
  readonly capacity: number;
  readonly #batch: number;
  /** One a layer, [B, S, 2C]; zero where nothing was read yet. */
  readonly #buffers: tf.Tensor3D[];
  #length = 0;
  /** What a single new token may see. */
  #mask: Mask | null = null;

  constructor(B: number, capacity: number, layers: number, C: number) {
    this.capacity = capacity;
    this.#batch = B;
    this.#buffers = Array.from({ length: layers }, () =>
      tf.keep(tf.zeros<tf.Rank.R3>([B, capacity, 2 * C])),
    );
  }

  /** Positions that have been read. */
  get length(): number {
    return this.#length;
  }

  /**
   * Runs a pass over T new tokens, which calls `extend` once for every layer.
   * @throws Error where they do not fit, or where several follow others: they would need a mask of
   *   their own, and nothing here reads in such a way
   */
  reading<R extends tf.Tensor>(T: number, pass: () => R): R {
    if (this.#length + T > this.capacity || (T > 1 && this.#length > 0)) {
      throw new Error(`${T} tokens cannot follow ${this.#length} in a cache of ${this.capacity}.`);
    }
    const logits = tf.tidy(() => {
      this.#mask = T === 1 ? this.#seen() : null;
      return pass();
    });
    this.#mask = null;
    this.#length += T;
    return logits;
  }

  /** 1 up to the new token, which sees itself, and 0 after it. */
  #seen(): Mask {
    const [B, S] = [this.#batch, this.capacity];
    const row = Float32Array.from({ length: B * S }, (_, k) => (k % S <= this.#length ? 1 : 0));
    const real = tf.tensor2d(row, [B, S]);
    let added: tf.Tensor | null = null;
    return { causal: false, real, added: () => (added ??= paddingMask(real)) };
  }

  /**
   * Keeps the keys and values [B, T, 2C] of a layer's new tokens.
   * @returns what their queries meet: all that was kept, or where nothing was before them, themselves
   */
  extend(layer: number, own: KeysValues): KeysValues {
    const keyValue = writeRows(this.#buffers[layer]!, own.keyValue, this.#length);
    this.#buffers[layer] = keyValue;
    return this.#mask === null ? own : { keyValue, mask: this.#mask };
  }

  dispose(): void {
    tf.dispose(this.#buffers);
  }
}

/**
 * Instances of the models whose parameters and batches follow a formula, so that PyTorch can compute
 * the same numbers (`scripts/reference/models.py`): for the self-check before a run and for tests.
 */
import type * as tf from '@tensorflow/tfjs-core';
import type { Parameter } from '../../engine/parameters.ts';
import { patternValues } from '../../maths/random/pattern.ts';
import { buildInstance } from '../kinds/build.ts';
import type { Instance } from '../kinds/learning.ts';
import type { RunConfig } from '../config.ts';

/** Beside what its kind wants to know of its data (`pattern.ts`). */
export interface InstanceSizes {
  /** Fields of the configuration: width, layers and the like. */
  readonly fields: Readonly<Record<string, number>>;
  /** Matrices have elements of about scale/√rows; a power of two. */
  readonly scale: number;
}

/** Gains near 1, other vectors small, matrices about scale/√rows; all exact in fp32. */
function initialValue({ name, shape, size }: Parameter, seed: number, scale: number) {
  const values = patternValues(`${seed} ${name}`, size);
  if (name.endsWith('gain')) return values.map((u) => 1 + u / 4);
  const root = 2 ** Math.floor((31 - Math.clz32(shape[0]!)) / 2);
  return values.map((u) => (shape.length === 1 ? u / 4 : (scale * u) / root));
}

/**
 * The configured model at the sizes given, with parameters from the pattern and nothing left to
 * chance; who asks disposes it.
 */
export function createInstance(
  config: RunConfig,
  sizes: InstanceSizes,
  seed: number,
): Instance & { readonly loss: (seed: number) => tf.Scalar } {
  const fields = { ...config.fields, dropout: 0, teacher: 1, ...sizes.fields };
  const instance = buildInstance({ ...config, fields }, sizes);
  const { parameters } = instance.model;
  const flat = new Float32Array(parameters.size);
  for (const parameter of parameters.list) {
    flat.set(initialValue(parameter, seed, sizes.scale), parameter.offset);
  }
  parameters.startFrom(flat);
  return {
    ...instance,
    /** The loss of batch `seed`; to be called inside tidy. */
    loss: (seed) => instance.lossOf(instance.batch(seed), null),
  };
}

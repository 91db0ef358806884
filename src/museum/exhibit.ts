/** What an exhibit is, and how one of its two versions is run and watched. */
import * as tf from '@tensorflow/tfjs-core';

/** Shows tensors (their shapes; of a scalar its value), numbers or texts under their own names. */
export type See = (named: Readonly<Record<string, tf.Tensor | number | string>>) => void;

export interface Exhibit {
  readonly broken: (see: See) => void;
  readonly fixed: (see: See) => void;
}

/** One thing seen: a tensor has a shape and a type, a number or a text has a value. */
export interface Step {
  readonly name: string;
  readonly shape?: readonly number[];
  readonly dtype?: string;
  readonly value?: number | string;
}

export interface Run {
  readonly steps: readonly Step[];
  /** The message of the error that ended it, or null. */
  readonly threw: string | null;
}

/** Four significant digits; what JSON cannot hold (NaN, Infinity) as a text. */
function rounded(value: number): number | string {
  return Number.isFinite(value) ? Number(value.toPrecision(4)) : String(value);
}

function stepOf(name: string, shown: tf.Tensor | number | string): Step {
  if (typeof shown === 'string') return { name, value: shown };
  if (typeof shown === 'number') {
    return { name, value: Number.isInteger(shown) ? shown : rounded(shown) };
  }
  const value = shown.rank === 0 ? rounded(shown.dataSync()[0]!) : undefined;
  return {
    name,
    shape: [...shown.shape],
    dtype: shown.dtype,
    ...(value !== undefined && { value }),
  };
}

/** Runs one version on the active backend. What it throws is part of the answer. */
export function runVersion(version: (see: See) => void): Run {
  const steps: Step[] = [];
  let threw: string | null = null;
  tf.tidy(() => {
    try {
      version((named) => {
        for (const [name, shown] of Object.entries(named)) steps.push(stepOf(name, shown));
      });
    } catch (error) {
      threw = error instanceof Error ? error.message : String(error);
    }
  });
  tf.disposeVariables();
  return { steps, threw };
}

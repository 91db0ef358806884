/**
 * Steps that are recorded once and replayed afterwards. A step of training asks for the same kernels
 * at the same sizes every time, but TensorFlow.js finds that out anew: it builds a tape, walks it
 * back, allocates and frees, which can be two fifths of a step of a small model. A backend that can
 * remember what was asked for (`wasm/recorded-jobs.ts`) does it again without all that, and the numbers
 * are the same to the bit.
 *
 * What differs from step to step must be an input of the step or come from `perStep`. What else could
 * differ – numbers read back, kernels that the backend does not know how to repeat – makes the
 * backend refuse, and every step is then computed as usual.
 */
import * as tf from '@tensorflow/tfjs-core';

/** What a backend remembers of one step. */
export interface Recording {
  /** Whether all that it reads is still where it was. */
  readonly valid: boolean;
  /** @returns the step's result, a tensor of its own */
  replay(): tf.Scalar;
  dispose(): void;
}

export interface Recorder {
  /** Computes, and remembers how where it can be repeated. */
  record(compute: () => tf.Scalar): { result: tf.Scalar; recording: Recording | null };
  /** Copies numbers into a tensor of the same shape and type that is already there. */
  write(from: tf.Tensor, to: tf.Tensor): void;
}

const recorders = new Map<string, Recorder>();

export function registerRecorder(backendName: string, recorder: Recorder): void {
  recorders.set(backendName, recorder);
}

/** What comes before each replay of the step that is being recorded; null where none is. */
let actions: (() => void)[] | null = null;

/** While a step is recorded, has `act` done before each of its replays too. */
export function beforeReplay(act: () => void): void {
  actions?.push(act);
}

/** A value that every step has anew. */
export interface PerStep<T> {
  readonly current: T;
}

/** Draws a value now, and before every replay of the step that is being recorded. */
export function perStep<T>(draw: () => T): PerStep<T> {
  const value = { current: draw() };
  beforeReplay(() => (value.current = draw()));
  return value;
}

/** The step as it was recorded. */
interface Recorded<C> {
  readonly recorder: Recorder;
  readonly recording: Recording;
  readonly context: C;
  readonly actions: readonly (() => void)[];
  /** Copies of the inputs, which every replay reads. */
  readonly inputs: ReadonlyMap<string, tf.Tensor>;
}

const tensorsOf = (inputs: object) => Object.entries(inputs) as [string, tf.Tensor][];

/** A computation that is done again and again, on inputs of one shape. */
export class ReplayedStep<I extends object, C> {
  readonly #compute: (inputs: I, context: C) => tf.Scalar;
  #recorded: Recorded<C> | null = null;
  #refused = false;

  /** @param compute takes tensors by name, and whatever else stays the same from step to step */
  constructor(compute: (inputs: I, context: C) => tf.Scalar) {
    this.#compute = compute;
  }

  /** @returns the result, owned by the caller */
  run(inputs: I, context: C): tf.Scalar {
    const recorder = recorders.get(tf.getBackend());
    if (recorder === undefined || this.#refused) return this.#compute(inputs, context);
    const recorded = this.#recorded;
    if (recorded === null || !fits(recorded, recorder, inputs, context)) {
      this.dispose();
      return this.#record(recorder, inputs, context);
    }
    for (const [name, tensor] of tensorsOf(inputs)) {
      recorder.write(tensor, recorded.inputs.get(name)!);
    }
    for (const act of recorded.actions) act();
    return recorded.recording.replay();
  }

  #record(recorder: Recorder, inputs: I, context: C): tf.Scalar {
    const copies = tensorsOf(inputs).map(
      ([name, x]) => [name, tf.keep(tf.tensor(x.dataSync(), x.shape, x.dtype))] as const,
    );
    const own = Object.fromEntries(copies) as I;
    actions = [];
    try {
      const { result, recording } = recorder.record(() => this.#compute(own, context));
      if (recording !== null) {
        this.#recorded = { recorder, recording, context, actions, inputs: new Map(copies) };
      }
      return result;
    } finally {
      actions = null;
      if (this.#recorded === null) {
        this.#refused = true;
        for (const [, copy] of copies) copy.dispose();
      }
    }
  }

  dispose(): void {
    if (this.#recorded === null) return;
    this.#recorded.recording.dispose();
    for (const copy of this.#recorded.inputs.values()) copy.dispose();
    this.#recorded = null;
  }
}

function fits<C>(recorded: Recorded<C>, recorder: Recorder, inputs: object, context: C): boolean {
  return (
    recorded.recorder === recorder &&
    recorded.context === context &&
    recorded.recording.valid &&
    tensorsOf(inputs).every(([name, { shape, dtype }]) => {
      const own = recorded.inputs.get(name);
      return own?.dtype === dtype && tf.util.arraysEqual(own.shape, shape);
    })
  );
}

/** The loss curve from the same start on the same batches against PyTorch's (`scripts/reference/parity.py`). */
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { createInstance, type InstanceSizes } from '../../src/training/backend/instance.ts';
import { trainingStep } from '../../src/training/kinds/step.ts';
import { AdamW, type AdamWOptions } from '../../src/engine/optimizer.ts';
import { ReplayedStep } from '../../src/engine/replay.ts';
import { backends, useBackend } from '../browser/support.ts';
import { configOf } from './instances.ts';
import reference from './training.json' with { type: 'json' };

/** Rounding stays below 1e-5 over 200 steps; what the optimizer does wrong grows much faster. */
const tolerance = 1e-3;

const { seed, batches, runs } = reference;
const sizes: Readonly<Record<string, InstanceSizes>> = reference.sizes;
const optimizerOptions = reference.optimizer as AdamWOptions;
/** An emulated adapter takes up to a second for a step: there the first of them, and all by `LONG=1`. */
const onAdapters = import.meta.env['LONG'] === '1' ? Infinity : 20;

describe.each(backends)('on %s', (backend) => {
  beforeAll(() => useBackend(backend));
  const all = runs[0]!.losses.length;
  const steps = backend === 'webgl' || backend === 'webgpu' ? Math.min(all, onAdapters) : all;

  test.each(runs)(
    `$model for ${steps} steps`,
    { timeout: 900_000 },
    async ({ model: name, choices, losses }) => {
      const config = configOf(name, choices);
      const { model, batch, lossOf } = createInstance(config, sizes[name]!, seed);
      const optimizer = new AdamW(model.parameters, optimizerOptions);
      const { variables } = model.parameters;
      // As the trainers do it: recorded and replayed where the backend can.
      const training = new ReplayedStep((inputs: ReturnType<typeof batch>) =>
        trainingStep(() => lossOf(inputs, null), optimizer, variables),
      );
      for (const [step, expected] of losses.slice(0, steps).entries()) {
        const value = tf.tidy(() => training.run(batch(step % batches), null));
        const error = Math.abs((await value.data())[0]! / expected - 1);
        expect(error, `step ${step + 1}`).toBeLessThan(tolerance);
        value.dispose();
      }
      training.dispose();
      optimizer.dispose();
      model.dispose();
    },
  );
});

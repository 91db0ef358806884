/** Loss, logits and all gradients of whole models on every backend against PyTorch (`scripts/reference/parity.py`). */
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { patternValues } from '../../src/maths/random/pattern.ts';
import { createInstance, type InstanceSizes } from '../../src/training/backend/instance.ts';
import { backends, useBackend } from '../browser/support.ts';
import { configOf, isEmulated } from './instances.ts';
import reference from './models.json' with { type: 'json' };

/** fp32 against float64, through two layers forward and backward. */
const tolerance = 1e-4;

const { seed, variants } = reference;
const sizes: Readonly<Record<string, InstanceSizes>> = reference.sizes;

/**
 * Estimates ‖x − r‖ / ‖r‖ from what is stored of r: its norm and its products with vectors whose
 * elements, uniform in [−1, 1), have variance 1/3 (Johnson & Lindenstrauss 1984).
 */
async function distance(
  x: tf.Tensor,
  name: string,
  [norm, ...products]: readonly number[],
): Promise<number> {
  const values = await x.data();
  const squares = products.map((product, k) => {
    const direction = patternValues(`${name} ${k}`, values.length);
    return (direction.reduce((sum, d, i) => sum + d * values[i]!, 0) - product) ** 2;
  });
  const mean = squares.reduce((sum, square) => sum + square, 0) / squares.length;
  return Math.sqrt(3 * mean) / norm!;
}

/**
 * On an emulated adapter the last variant of a model that has few (the LSTM with most attention), and
 * of nine each kind of positions with one activation.
 */
const testedOn = (backend: (typeof backends)[number]) =>
  variants.filter((variant) => {
    if (!isEmulated(backend)) return true;
    const all = variants.filter(({ model }) => model === variant.model);
    const place = all.indexOf(variant);
    return all.length < 9 ? place === all.length - 1 : place % 4 === 0;
  });

describe.each(backends)('on %s', (backend) => {
  beforeAll(() => useBackend(backend));

  test.each(testedOn(backend).map((variant) => ({ label: labelOf(variant), variant })))(
    '$label',
    async ({ variant }) => {
      const { model: name, choices, loss: expectedLoss, logits, gradients } = variant;
      const { model, batch, loss, logitsOf } = createInstance(
        configOf(name, choices),
        sizes[name]!,
        seed,
      );
      const { value, grads } = tf.variableGrads(() => loss(seed), model.parameters.variables);
      expect(Math.abs((await value.data())[0]! / expectedLoss - 1)).toBeLessThan(tolerance);

      const found = logitsOf(batch(seed));
      expect(await distance(found, 'logits', logits)).toBeLessThan(tolerance);
      const expected: Partial<Record<string, readonly number[]>> = gradients;
      expect(model.parameters.list.map((parameter) => parameter.name)).toEqual(
        Object.keys(gradients),
      );
      for (const { name, variable } of model.parameters.list) {
        const error = await distance(grads[variable.name]!, name, expected[name]!);
        expect(error, name).toBeLessThan(tolerance);
      }
      tf.dispose([value, grads, found]);
      model.dispose();
    },
  );
});

function labelOf({ model, choices }: (typeof variants)[number]): string {
  return [model, ...Object.values<unknown>(choices)].join(' ');
}

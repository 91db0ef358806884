/** TensorFlow.js's functions of one and of two numbers on WASM. */
import type * as tf from '@tensorflow/tfjs-core';
import { isFloat, size, type Info } from '../../replace.ts';
import { walk } from '../../wasm/broadcast.ts';
import { elements, float, type Wasm } from '../../wasm/tensors.ts';

/** In the order of `assembly.ts`. */
export const unaryNames = ['Tanh', 'Sigmoid', 'Square', 'Neg', 'Relu', 'Step'] as const;
export const binaryNames = ['Add', 'Sub', 'Multiply', 'RealDiv'] as const;

export function unary(name: (typeof unaryNames)[number]) {
  const operation = unaryNames.indexOf(name);
  return (wasm: Wasm, { x }: { x: Info }, attributes?: { alpha?: number }): Info | null => {
    // `Step` may give another number than zero where x is not positive: left to TensorFlow.js.
    if (!isFloat(x) || (attributes?.alpha ?? 0) !== 0) return null;
    const y = wasm.floats(x.shape);
    const all = size(x);
    const given = { operation, x: wasm.at(x), y: wasm.at(y), size: all, wide: elements };
    wasm.jobs.run('unary', Math.ceil(all / elements), given);
    return y;
  };
}

export function binary(name: (typeof binaryNames)[number]) {
  const operation = binaryNames.indexOf(name);
  return (wasm: Wasm, { a, b }: Record<'a' | 'b', Info>): Info | null => {
    const plan = isFloat(a) && isFloat(b) ? walk(a.shape, b.shape) : null;
    if (plan === null) return null;
    const out = wasm.floats(plan.shape);
    const all = size(out);
    const [[ownA, ownB], [second, third]] = [plan.own, plan.rows];
    // What is one row is cut into several, so that every thread has some.
    const cut = plan.wide === all;
    const wide = cut ? elements : plan.wide;
    const step = (tensor: 0 | 1, dimension: 0 | 1 | 2): number => {
      if (!cut) return plan.steps[tensor][dimension]! * float;
      return dimension === 0 && plan.own[tensor] ? wide * float : 0;
    };
    const high = Math.ceil(elements / wide);
    wasm.jobs.run('binary', Math.ceil(all / wide / high), {
      operation,
      a: wasm.at(a),
      b: wasm.at(b),
      out: wasm.at(out),
      size: all,
      wide,
      ownA: Number(ownA),
      ownB: Number(ownB),
      second,
      third,
      a1: step(0, 0),
      a2: step(0, 1),
      a3: step(0, 2),
      b1: step(1, 0),
      b2: step(1, 1),
      b3: step(1, 2),
      high,
    });
    return out;
  };
}

/** Which numbers are not one of them. */
export function notEqual(wasm: Wasm, { a, b }: Record<'a' | 'b', Info>): Info | null {
  if (!isFloat(a) || !isFloat(b) || b.shape.length > 0) return null;
  const y = wasm.booleans(a.shape);
  const all = size(a);
  const given = { x: wasm.at(a), one: wasm.at(b), y: wasm.at(y), size: all, wide: elements };
  wasm.jobs.run('notEqual', Math.ceil(all / elements), given);
  return y;
}

export function cast(
  wasm: Wasm,
  { x }: { x: Info },
  { dtype }: { dtype: tf.DataType },
): Info | null {
  const bytes = x.dtype === 'bool';
  if (isFloat(x) && dtype === 'float32') return wasm.share(x);
  if ((!bytes && x.dtype !== 'int32') || dtype !== 'float32') return null;
  const y = wasm.floats(x.shape);
  const [all, wide] = [size(x), elements];
  const given = { x: wasm.at(x), y: wasm.at(y), size: all, wide, bytes: Number(bytes) };
  wasm.jobs.run('toFloats', Math.ceil(all / wide), given);
  return y;
}

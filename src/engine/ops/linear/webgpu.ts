/** The affine map on WebGPU and its gradient, made of products. */
import { size, type Info } from '../../replace.ts';
import { linearGradient as gradients, multiply } from '../../webgpu/product.ts';
import type { Gpu } from '../../webgpu/program.ts';

export function linear(
  gpu: Gpu,
  { x, weight, bias }: { x: Info; weight: Info; bias?: Info },
): Info {
  const [K, N] = weight.shape as [number, number];
  const M = size(x) / K;
  const c = gpu.floats([...x.shape.slice(0, -1), N]);
  multiply(gpu, { a: x, b: weight, c, bias, M, N, K });
  return c;
}

export function linearGradient(
  gpu: Gpu,
  { dy, x, weight }: Record<'dy' | 'x' | 'weight', Info>,
  { bias }: { bias: boolean },
): Info[] {
  const [I, O] = weight.shape as [number, number];
  const N = size(x) / I;
  const [dx, dWeight] = [gpu.floats(x.shape), gpu.floats([I, O])];
  const dBias = bias ? gpu.floats([O]) : undefined;
  gradients(gpu, { dy, x, weight, dx, dWeight, dBias }, [N, I, O]);
  return dBias === undefined ? [dx, dWeight] : [dx, dWeight, dBias];
}

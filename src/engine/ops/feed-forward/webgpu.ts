/** The feed-forward layer with GELU on WebGPU: two products, of which the first is finished by GELU. */
import { size, type Info } from '../../replace.ts';
import { linearGradient, multiply } from '../../webgpu/product.ts';
import type { Gpu } from '../../webgpu/program.ts';

export function feedForward(
  gpu: Gpu,
  { x, up, upBias, down, downBias }: Record<'x' | 'up' | 'upBias' | 'down' | 'downBias', Info>,
): Info[] {
  const [C, F] = up.shape as [number, number];
  const N = size(x) / C;
  const [y, hidden, slope] = [gpu.floats(x.shape), gpu.floats([N, F]), gpu.floats([N, F])];
  multiply(gpu, { a: x, b: up, c: hidden, bias: upBias, slope, M: N, N: F, K: C });
  multiply(gpu, { a: hidden, b: down, c: y, bias: downBias, M: N, N: C, K: F });
  return [y, hidden, slope];
}

export function feedForwardGradient(
  gpu: Gpu,
  { dy, x, up, down, hidden, slope }: Record<'dy' | 'x' | 'up' | 'down' | 'hidden' | 'slope', Info>,
): Info[] {
  const [C, F] = up.shape as [number, number];
  const N = size(x) / C;
  const inner = gpu.floats([N, F]);
  const [dDown, dDownBias] = [gpu.floats([F, C]), gpu.floats([C])];
  const ofDown = { dx: inner, dWeight: dDown, dBias: dDownBias };
  linearGradient(gpu, { dy, x: hidden, weight: down, slope, ...ofDown }, [N, F, C]);
  const [dx, dUp, dUpBias] = [gpu.floats(x.shape), gpu.floats([C, F]), gpu.floats([F])];
  const ofUp = { dx, dWeight: dUp, dBias: dUpBias };
  linearGradient(gpu, { dy: inner, x, weight: up, ...ofUp }, [N, C, F]);
  gpu.free(inner);
  return [dx, dUp, dUpBias, dDown, dDownBias];
}

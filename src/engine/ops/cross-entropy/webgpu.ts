/** Softmax cross-entropy on WebGPU, with its gradient. */
import type { Info } from '../../replace.ts';
import type { Gpu } from '../../webgpu/program.ts';
import { crossEntropyGroups, crossEntropyProgram, sumProgram } from './wgsl.ts';

export function crossEntropy(
  gpu: Gpu,
  { logits, labels, weights }: Record<'logits' | 'labels' | 'weights', Info>,
): Info[] {
  const [N, V] = logits.shape as [number, number];
  const [loss, gradient, losses] = [gpu.floats([]), gpu.floats([N, V]), gpu.floats([N])];
  const tensors = { logits, labels, weights, gradient, losses };
  gpu.run(crossEntropyProgram, tensors, { N, V }, crossEntropyGroups(N));
  gpu.run(sumProgram, { x: losses, sum: loss }, { N }, 1);
  gpu.free(losses);
  return [loss, gradient];
}

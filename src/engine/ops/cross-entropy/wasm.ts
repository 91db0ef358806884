/** Softmax cross-entropy on WASM, with its gradient. */
import type { Info } from '../../replace.ts';
import { float, rowsOf, type Wasm } from '../../wasm/tensors.ts';

export function crossEntropy(
  wasm: Wasm,
  { logits, labels, weights }: Record<'logits' | 'labels' | 'weights', Info>,
): Info[] {
  const [N, V] = logits.shape as [number, number];
  const [loss, gradient] = [wasm.floats([]), wasm.floats([N, V])];
  const high = rowsOf(V);
  wasm.jobs.withWorkspace(N * float, (losses) => {
    wasm.jobs.run('crossEntropy', Math.ceil(N / high), {
      logits: wasm.at(logits),
      labels: wasm.at(labels),
      weights: wasm.at(weights),
      gradient: wasm.at(gradient),
      losses,
      N,
      V,
      high,
    });
    wasm.jobs.run('totalLoss', 1, { losses, loss: wasm.at(loss), N });
  });
  return [loss, gradient];
}

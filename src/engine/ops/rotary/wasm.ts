/** Rotary positions on WASM. */
import type { Info } from '../../replace.ts';
import { float, rowsOf, type Wasm } from '../../wasm/tensors.ts';
import type { RotaryAttributes } from './fused.ts';

export function rotary(
  wasm: Wasm,
  { x, cos, sin }: Record<'x' | 'cos' | 'sin', Info>,
  { heads, first, direction }: RotaryAttributes,
): Info {
  const [B, T, W] = x.shape as [number, number, number];
  const half = cos.shape[1]!;
  const y = wasm.floats(x.shape);
  const start = first * half * float;
  const high = rowsOf(W);
  wasm.jobs.run('rotary', Math.ceil((B * T) / high), {
    x: wasm.at(x),
    cos: wasm.at(cos) + start,
    sin: wasm.at(sin) + start,
    y: wasm.at(y),
    N: B * T,
    T,
    W,
    heads,
    half,
    direction,
    high,
  });
  return y;
}

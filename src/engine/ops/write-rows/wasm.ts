/** Rows of a buffer on WASM, written over where they lie. */
import type { Info } from '../../replace.ts';
import { float, type Wasm } from '../../wasm/tensors.ts';

export function writeRows(
  wasm: Wasm,
  { buffer, rows }: Record<'buffer' | 'rows', Info>,
  { first }: { first: number },
): Info {
  const [B, S, C] = buffer.shape as [number, number, number];
  const bytes = rows.shape[1]! * C * float;
  const to = wasm.at(buffer) + first * C * float;
  wasm.copyRows(B, bytes, [wasm.at(rows), bytes], [to, S * C * float]);
  return wasm.share(buffer);
}

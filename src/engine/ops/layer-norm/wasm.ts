/** Layer normalisation on WASM and its gradient. */
import { size, type Info } from '../../replace.ts';
import { float, rowsOf, type Wasm } from '../../wasm/tensors.ts';

export function layerNorm(
  wasm: Wasm,
  { x, gain, bias }: Record<'x' | 'gain' | 'bias', Info>,
): Info[] {
  const C = gain.shape[0]!;
  const N = size(x) / C;
  const [y, statistics] = [wasm.floats(x.shape), wasm.floats([N, 2])];
  const high = rowsOf(C);
  wasm.jobs.run('layerNorm', Math.ceil(N / high), {
    x: wasm.at(x),
    gain: wasm.at(gain),
    bias: wasm.at(bias),
    y: wasm.at(y),
    statistics: wasm.at(statistics),
    N,
    C,
    high,
  });
  return [y, statistics];
}

export function layerNormGradient(
  wasm: Wasm,
  { dy, x, gain, statistics }: Record<'dy' | 'x' | 'gain' | 'statistics', Info>,
): Info[] {
  const C = gain.shape[0]!;
  const N = size(x) / C;
  const [dx, dGain, dBias] = [wasm.floats(x.shape), wasm.floats([C]), wasm.floats([C])];
  const high = rowsOf(C);
  const chunks = Math.ceil(N / high);
  const row = 2 * C * float;
  wasm.jobs.withWorkspace(chunks * row, (parts) => {
    wasm.jobs.run('layerNormGradient', chunks, {
      dy: wasm.at(dy),
      x: wasm.at(x),
      gain: wasm.at(gain),
      statistics: wasm.at(statistics),
      dx: wasm.at(dx),
      parts,
      N,
      C,
      high,
    });
    wasm.columnSums(parts, row, wasm.at(dGain), chunks, C);
    wasm.columnSums(parts + C * float, row, wasm.at(dBias), chunks, C, true);
  });
  return [dx, dGain, dBias];
}

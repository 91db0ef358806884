/** The LSTM over a whole sequence on WASM, and back. */
import type { Info } from '../../replace.ts';
import { multiply, withPacked } from '../../wasm/product.ts';
import { float, upTo, type Wasm } from '../../wasm/tensors.ts';

/** Rows of a batch that one chunk takes: two chunks for every thread; or one, where there are few rows. */
function rowsPerChunk(B: number, threads: number): number {
  const each = Math.ceil(B / threads);
  return each <= 2 ? each : upTo(each / 2, 4);
}

export function lstm(
  wasm: Wasm,
  inputs: Record<'projected' | 'h0' | 'c0' | 'recurrent', Info> & { real?: Info },
): Info[] {
  const [B, T, gateWidth] = inputs.projected.shape as [number, number, number];
  const H = gateWidth / 4;
  const all = wasm.floats([B, T + 1, H]);
  const gates = wasm.floats([B, T, 4 * H]);
  const [h, c, tanhC] = [0, 1, 2].map(() => wasm.floats([B, T, H])) as [Info, Info, Info];
  const from = wasm.at(inputs.recurrent);
  const factor = { from, rowStep: 4 * H * float, columnStep: float, K: H, N: 4 * H };
  const high = rowsPerChunk(B, wasm.jobs.threads);
  withPacked(wasm, factor, (packed) => {
    wasm.jobs.run('lstm', Math.ceil(B / high), {
      projected: wasm.at(inputs.projected),
      h0: wasm.at(inputs.h0),
      c0: wasm.at(inputs.c0),
      packed,
      real: wasm.at(inputs.real),
      all: wasm.at(all),
      gates: wasm.at(gates),
      h: wasm.at(h),
      c: wasm.at(c),
      tanhC: wasm.at(tanhC),
      B,
      T,
      H,
      high,
    });
  });
  return [all, gates, h, c, tanhC];
}

export function lstmGradient(
  wasm: Wasm,
  inputs: Record<'dAll' | 'gates' | 'h' | 'c' | 'tanhC' | 'recurrent', Info> & { real?: Info },
): Info[] {
  const [B, T, H] = inputs.h.shape as [number, number, number];
  const dz = wasm.floats([B, T, 4 * H]);
  const dRecurrent = wasm.floats([H, 4 * H]);
  const [dh0, dc0] = [wasm.floats([B, H]), wasm.floats([B, H])];
  const from = wasm.at(inputs.recurrent);
  const factor = { from, rowStep: float, columnStep: 4 * H * float, K: 4 * H, N: H };
  const high = rowsPerChunk(B, wasm.jobs.threads);
  withPacked(wasm, factor, (packed) => {
    wasm.jobs.run('lstmGradient', Math.ceil(B / high), {
      dAll: wasm.at(inputs.dAll),
      gates: wasm.at(inputs.gates),
      c: wasm.at(inputs.c),
      tanhC: wasm.at(inputs.tanhC),
      packed,
      real: wasm.at(inputs.real),
      dz: wasm.at(dz),
      dh0: wasm.at(dh0),
      dc0: wasm.at(dc0),
      B,
      T,
      H,
      high,
    });
  });
  const [a, b, to] = [wasm.at(inputs.h), wasm.at(dz), wasm.at(dRecurrent)];
  multiply(wasm, { a, b, c: to, M: H, N: 4 * H, K: B * T, transposeA: true });
  return [dz, dRecurrent, dh0, dc0];
}

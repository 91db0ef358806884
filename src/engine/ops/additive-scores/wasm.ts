/** The scores of additive attention on WASM, and their gradient. */
import type { Info } from '../../replace.ts';
import { float, type Wasm } from '../../wasm/tensors.ts';

export function additiveScores(
  wasm: Wasm,
  { query, key, v }: Record<'query' | 'key' | 'v', Info>,
): Info {
  const [B, T, H] = query.shape as [number, number, number];
  const S = key.shape[1]!;
  const scores = wasm.floats([B, T, S]);
  wasm.jobs.run('additiveScores', B, {
    query: wasm.at(query),
    key: wasm.at(key),
    v: wasm.at(v),
    scores: wasm.at(scores),
    T,
    S,
    H,
  });
  return scores;
}

export function additiveScoresGradient(
  wasm: Wasm,
  { dy, query, key, v }: Record<'dy' | 'query' | 'key' | 'v', Info>,
): Info[] {
  const [B, T, H] = query.shape as [number, number, number];
  const S = key.shape[1]!;
  const [dQuery, dKey, dv] = [
    wasm.floats(query.shape),
    wasm.floats(key.shape),
    wasm.floats(v.shape),
  ];
  wasm.jobs.withWorkspace(B * H * float, (shares) => {
    wasm.jobs.run('additiveScoresGradient', B, {
      dy: wasm.at(dy),
      query: wasm.at(query),
      key: wasm.at(key),
      v: wasm.at(v),
      dQuery: wasm.at(dQuery),
      dKey: wasm.at(dKey),
      shares,
      T,
      S,
      H,
    });
    wasm.columnSums(shares, H * float, wasm.at(dv), B, H);
  });
  return [dQuery, dKey, dv];
}

/** Scores of additive attention and their gradient; one chunk is one example. */
import { AdditiveScoresArguments, AdditiveScoresGradientArguments } from '../../wasm/assembly/arguments';
import { fma, loadPart, splat, storePart, sum, tanh, zero } from '../../wasm/assembly/vector';

/** Arguments: query [B, T, H], key [B, S, H], v [H], out scores [B, T, S]; T, S, H. */
export function additiveScores(p: AdditiveScoresArguments, chunk: i32): void {
  const v = p.v;
  const T = p.T;
  const S = p.S;
  const H = p.H;
  const row = (<usize>H) << 2;
  const whole = (<usize>(H & ~3)) << 2;
  const rest = H & 3;
  let q = p.query + <usize>(chunk * T) * row;
  const keys = p.key + <usize>(chunk * S) * row;
  let out = p.scores + ((<usize>(chunk * T * S)) << 2);
  for (let t = 0; t < T; t++) {
    let k = keys;
    for (let s = 0; s < S; s++) {
      let total = splat(0);
      let j: usize = 0;
      for (; j < whole; j += 16) {
        total = fma(
          v128.load(v + j), tanh(f32x4.add(v128.load(q + j), v128.load(k + j))), total,
        );
      }
      if (rest > 0) {
        const inner = f32x4.add(loadPart(q + j, rest), loadPart(k + j, rest));
        total = fma(loadPart(v + j, rest), tanh(inner), total);
      }
      f32.store(out, sum(total));
      out += 4;
      k += row;
    }
    q += row;
  }
}

/**
 * Arguments: dy [B, T, S], query [B, T, H], key [B, S, H], v [H], out dQuery, out dKey, out the
 * share of each example in dv [B, H]; T, S, H. tanh is computed again rather than kept.
 */
export function additiveScoresGradient(p: AdditiveScoresGradientArguments, chunk: i32): void {
  const v = p.v;
  const T = p.T;
  const S = p.S;
  const H = p.H;
  const row = (<usize>H) << 2;
  const score = (<usize>S) << 2;
  const dy = p.dy + <usize>(chunk * T) * score;
  const queries = <usize>(chunk * T) * row;
  const keys = <usize>(chunk * S) * row;
  const q = p.query + queries;
  const k = p.key + keys;
  const dq = p.dQuery + queries;
  const dk = p.dKey + keys;
  const dv = p.shares + <usize>chunk * row;
  zero(dk, S * H);
  zero(dv, H);
  const one = splat(1);
  for (let t = 0; t < T; t++) {
    const down = <usize>t * row;
    const scores = dy + <usize>t * score;
    for (let j = 0; j < H; j += 4) {
      const at = (<usize>j) << 2;
      const count = H - j;
      const query = loadPart(q + down + at, count);
      const weight = loadPart(v + at, count);
      let dQuery = splat(0);
      let dWeight = loadPart(dv + at, count);
      let from = at;
      for (let s: usize = 0; s < score; s += 4) {
        const y = tanh(f32x4.add(query, loadPart(k + from, count)));
        const d = v128.load32_splat(scores + s);
        dWeight = fma(d, y, dWeight);
        const slope = f32x4.sub(one, f32x4.mul(y, y));
        const inner = f32x4.mul(f32x4.mul(d, weight), slope);
        dQuery = f32x4.add(dQuery, inner);
        storePart(dk + from, f32x4.add(loadPart(dk + from, count), inner), count);
        from += row;
      }
      storePart(dq + down + at, dQuery, count);
      storePart(dv + at, dWeight, count);
    }
  }
}

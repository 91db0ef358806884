/**
 * Every operation once more in float64, as plainly as it can be written, and derivatives by central
 * differences. Rows follow each other as in a tensor.
 *
 * B batch, T and S time, C width, H heads or hidden, D width of a head, N rows, V vocabulary.
 */

type Numbers = Float64Array;

const range = (n: number): number[] => Array.from({ length: n }, (_, i) => i);
const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);
const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));

/** x [N, I], W [I, O], b [O] → [N, O] */
export function linear(x: Numbers, weight: Numbers, bias: Numbers, N: number): Numbers {
  const O = bias.length;
  const I = weight.length / O;
  return Float64Array.from({ length: N * O }, (_, at) => {
    const [n, o] = [Math.floor(at / O), at % O];
    return bias[o]! + sum(range(I).map((i) => x[n * I + i]! * weight[i * O + o]!));
  });
}

/** table [V, C] → [N, C] */
export function embedding(table: Numbers, ids: readonly number[], C: number): Numbers {
  return Float64Array.from(ids.flatMap((id) => [...table.subarray(id * C, (id + 1) * C)]));
}

/** x [N, C], γ and β [C] → [N, C] */
export function layerNorm(x: Numbers, gain: Numbers, bias: Numbers): Numbers {
  const C = gain.length;
  return Float64Array.from(
    range(x.length / C).flatMap((n) => {
      const row = [...x.subarray(n * C, (n + 1) * C)];
      const mean = sum(row) / C;
      const variance = sum(row.map((value) => (value - mean) ** 2)) / C;
      return row.map((value, c) => {
        return (gain[c]! * (value - mean)) / Math.sqrt(variance + 1e-5) + bias[c]!;
      });
    }),
  );
}

function softmax(row: readonly number[]): number[] {
  const highest = Math.max(...row);
  const powers = row.map((value) => Math.exp(value - highest));
  const total = sum(powers);
  return powers.map((power) => power / total);
}

/** logits [N, V] → the mean of −log p over rows of weight 1 */
export function crossEntropy(
  logits: Numbers,
  labels: readonly number[],
  weights: readonly number[],
): Numbers {
  const V = logits.length / labels.length;
  const losses = labels.map((label, n) => {
    return -Math.log(softmax([...logits.subarray(n * V, (n + 1) * V)])[label]!);
  });
  return Float64Array.of(sum(losses.map((loss, n) => loss * weights[n]!)) / sum([...weights]));
}

/** 2/√π e^(−x²) Σ 2ⁿ x^(2n+1) / (1·3·…·(2n+1)): nothing cancels (Abramowitz & Stegun 7.1.6). */
function erf(x: number): number {
  if (Math.abs(x) > 6) return Math.sign(x);
  let [term, total] = [x, x];
  for (let n = 1; n < 200; n++) {
    term *= (2 * x * x) / (2 * n + 1);
    total += term;
  }
  return (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) * total;
}

export const gelu = (x: Numbers): Numbers => x.map((v) => (v * (1 + erf(v * Math.SQRT1_2))) / 2);

export const silu = (x: Numbers): Numbers => x.map((v) => v * sigmoid(v));

export interface AttentionSizes {
  readonly B: number;
  readonly H: number;
  readonly T: number;
  readonly S: number;
  readonly D: number;
}

/** q [B, T, H D], k and v [B, S, H D] → [B, T, H D]; `seen` says whether t of example b sees s. */
export function multiHeadAttention(
  q: Numbers,
  k: Numbers,
  v: Numbers,
  { B, H, T, S, D }: AttentionSizes,
  seen: (b: number, t: number, s: number) => boolean,
): Numbers {
  const C = H * D;
  const output = new Float64Array(B * T * C);
  for (const b of range(B)) {
    for (const h of range(H)) {
      const at = (time: number, length: number, d: number) => (b * length + time) * C + h * D + d;
      for (const t of range(T)) {
        const scores = range(S).map((s) => {
          const product = sum(range(D).map((d) => q[at(t, T, d)]! * k[at(s, S, d)]!));
          return seen(b, t, s) ? product / Math.sqrt(D) : -Infinity;
        });
        const weights = softmax(scores);
        for (const d of range(D)) {
          output[at(t, T, d)] = sum(weights.map((weight, s) => weight * v[at(s, S, d)]!));
        }
      }
    }
  }
  return output;
}

/** x [B, T, W] with H heads of width D first; a row is turned by its position, the first by `first`. */
export function rotary(
  x: Numbers,
  { T, W, H, D, first }: Readonly<Record<'T' | 'W' | 'H' | 'D' | 'first', number>>,
): Numbers {
  return x.map((value, at) => {
    const [t, column] = [Math.floor(at / W) % T, at % W];
    if (column >= H * D) return value;
    const pair = column % (D / 2);
    const angle = (first + t) / 10000 ** ((2 * pair) / D);
    const other = column % D === pair ? -x[at + D / 2]! : x[at - D / 2]!;
    return value * Math.cos(angle) + other * Math.sin(angle);
  });
}

/** query [B, T, H], key [B, S, H], v [H] → [B, T, S] */
export function additiveScores(query: Numbers, key: Numbers, v: Numbers, B: number): Numbers {
  const H = v.length;
  const [T, S] = [query.length / B / H, key.length / B / H];
  return Float64Array.from({ length: B * T * S }, (_, at) => {
    const [b, t, s] = [Math.floor(at / S / T), Math.floor(at / S) % T, at % S];
    const terms = range(H).map(
      (j) => v[j]! * Math.tanh(query[(b * T + t) * H + j]! + key[(b * S + s) * H + j]!),
    );
    return sum(terms);
  });
}

/**
 * projected [B, T, 4H], U [H, 4H], h₀ and c₀ [B, H] → every h and, last, the cell state, [B, T + 1, H].
 * @param lengths of the rows; afterwards the state stays as it is
 */
export function lstm(
  projected: Numbers,
  recurrent: Numbers,
  h0: Numbers,
  c0: Numbers,
  lengths: readonly number[],
): Numbers {
  const B = lengths.length;
  const H = h0.length / B;
  const T = projected.length / (4 * H * B);
  return Float64Array.from(
    lengths.flatMap((length, b) => {
      let h = [...h0.subarray(b * H, (b + 1) * H)];
      let c = [...c0.subarray(b * H, (b + 1) * H)];
      const outputs = range(T).map((t) => {
        if (t >= length) return h;
        const z = range(4 * H).map((gate) => {
          const before = h.map((value, j) => value * recurrent[j * 4 * H + gate]!);
          return projected[(b * T + t) * 4 * H + gate]! + sum(before);
        });
        c = c.map(
          (cell, j) => sigmoid(z[H + j]!) * cell + sigmoid(z[j]!) * Math.tanh(z[2 * H + j]!),
        );
        h = c.map((cell, j) => sigmoid(z[3 * H + j]!) * Math.tanh(cell));
        return h;
      });
      return [...outputs.flat(), ...c];
    }),
  );
}

/** ∂f/∂x at one element by a central difference; in float64 its error is about 1e-10. */
export function slope(f: (x: Numbers) => number, x: Numbers, element: number): number {
  const step = 1e-5 * Math.max(1, Math.abs(x[element]!));
  const at = (delta: number): number => {
    const moved = Float64Array.from(x);
    moved[element]! += delta;
    return f(moved);
  };
  return (at(step) - at(-step)) / (2 * step);
}

/** Registers the kernels of our own operations with TensorFlow.js's WASM backend. What each computes is said in `ops/`. */
import { adamwKernel, type AdamWAttributes } from '../ops/adamw/fused.ts';
import {
  additiveScoresGradientKernel,
  additiveScoresKernel,
} from '../ops/additive-scores/fused.ts';
import { attentionGradientKernel, attentionKernel } from '../ops/attention/fused.ts';
import { crossEntropyKernel } from '../ops/cross-entropy/fused.ts';
import { dropoutKernel, type DropoutMask } from '../ops/dropout/fused.ts';
import { embeddingGradientKernel, embeddingKernel } from '../ops/embedding/index.ts';
import { feedForwardGradientKernel, feedForwardKernel } from '../ops/feed-forward/fused.ts';
import { layerNormGradientKernel, layerNormKernel } from '../ops/layer-norm/fused.ts';
import { linearGradientKernel, linearKernel } from '../ops/linear/fused.ts';
import { lstmGradientKernel, lstmKernel } from '../ops/lstm/fused.ts';
import { rotaryKernel, type RotaryAttributes } from '../ops/rotary/fused.ts';
import { writeRowsKernel } from '../ops/write-rows/index.ts';
import { beforeReplay } from '../replay.ts';
import { replaceKernel, size, type Call, type Info } from '../replace.ts';
import { Float } from './arguments.ts';
import type { Jobs } from './jobs.ts';
import type { WasmBackend } from './memory.ts';
import { multiply, withPacked } from './product.ts';
import { at, columnSums, copyRows, elements, float, floats, rowsOf, upTo } from './tensors.ts';

/** @param jobs of the backend that runs */
export function registerOwnKernels(jobs: Jobs): void {
  const register = <A>(
    name: string,
    compute: (call: Call<WasmBackend, A>) => Info | Info[],
  ): void => replaceKernel('wasm', name, compute);

  register<{ first: number }>(writeRowsKernel, ({ inputs, attrs: { first }, backend }) => {
    const { buffer, rows } = inputs as Record<'buffer' | 'rows', Info>;
    const [B, S, C] = buffer.shape as [number, number, number];
    const bytes = rows.shape[1]! * C * float;
    const to = at(backend, buffer) + first * C * float;
    copyRows(jobs, B, bytes, [at(backend, rows), bytes], [to, S * C * float]);
    backend.incRef(buffer.dataId);
    return { dataId: buffer.dataId, shape: buffer.shape, dtype: buffer.dtype };
  });

  register(linearKernel, ({ inputs, backend }) => {
    const { x, weight, bias } = inputs as { x: Info; weight: Info; bias?: Info };
    const [K, N] = weight.shape as [number, number];
    const M = size(x) / K;
    const out = floats(backend, [...x.shape.slice(0, -1), N]);
    const [a, b, c] = [at(backend, x), at(backend, weight), at(backend, out)];
    multiply(jobs, { a, b, c, bias: at(backend, bias), M, N, K });
    return out;
  });

  register<{ bias: boolean }>(linearGradientKernel, ({ inputs, attrs, backend }) => {
    const { dy, x, weight } = inputs as Record<'dy' | 'x' | 'weight', Info>;
    const [I, O] = weight.shape as [number, number];
    const N = size(x) / I;
    const [dx, dWeight] = [floats(backend, [...x.shape]), floats(backend, [I, O])];
    const a = at(backend, dy);
    const w = { a, b: at(backend, weight), c: at(backend, dx), transposeB: true };
    const dBias = attrs.bias ? floats(backend, [O]) : undefined;
    const sums = at(backend, dBias);
    const v = { a: at(backend, x), b: a, c: at(backend, dWeight), transposeA: true, sums };
    multiply(jobs, { ...w, M: N, N: I, K: O }, { ...v, M: I, N: O, K: N });
    return dBias === undefined ? [dx, dWeight] : [dx, dWeight, dBias];
  });

  register(layerNormKernel, ({ inputs, backend }) => {
    const { x, gain, bias } = inputs as Record<'x' | 'gain' | 'bias', Info>;
    const C = gain.shape[0]!;
    const N = size(x) / C;
    const [y, statistics] = [floats(backend, [...x.shape]), floats(backend, [N, 2])];
    const pointers = [x, gain, bias, y, statistics].map((one) => at(backend, one));
    const high = rowsOf(C);
    jobs.run('layerNorm', Math.ceil(N / high), [...pointers, N, C, high]);
    return [y, statistics];
  });

  register(layerNormGradientKernel, ({ inputs, backend }) => {
    const { dy, x, gain, statistics } = inputs as Record<'dy' | 'x' | 'gain' | 'statistics', Info>;
    const C = gain.shape[0]!;
    const N = size(x) / C;
    const [dx, dGain, dBias] = [
      floats(backend, [...x.shape]),
      floats(backend, [C]),
      floats(backend, [C]),
    ];
    const pointers = [dy, x, gain, statistics, dx].map((one) => at(backend, one));
    const high = rowsOf(C);
    const chunks = Math.ceil(N / high);
    const row = 2 * C * float;
    jobs.withWorkspace(chunks * row, (parts) => {
      jobs.run('layerNormGradient', chunks, [...pointers, parts, N, C, high]);
      columnSums(jobs, parts, row, at(backend, dGain), chunks, C);
      columnSums(jobs, parts + C * float, row, at(backend, dBias), chunks, C, true);
    });
    return [dx, dGain, dBias];
  });

  type FeedForward = Record<'x' | 'up' | 'upBias' | 'down' | 'downBias', Info>;

  register(feedForwardKernel, ({ inputs, backend }) => {
    const { x, up, upBias, down, downBias } = inputs as FeedForward;
    const [C, F] = up.shape as [number, number];
    const N = size(x) / C;
    const y = floats(backend, [...x.shape]);
    const [hidden, slope] = [floats(backend, [N, F]), floats(backend, [N, F])];
    const inner = at(backend, hidden);
    const finish = { how: 'gelu', slope: at(backend, slope) } as const;
    const first = { a: at(backend, x), b: at(backend, up), c: inner, bias: at(backend, upBias) };
    multiply(jobs, { ...first, M: N, N: F, K: C, finish });
    const [b, c, bias] = [at(backend, down), at(backend, y), at(backend, downBias)];
    multiply(jobs, { a: inner, b, c, bias, M: N, N: C, K: F });
    return [y, hidden, slope];
  });

  register(feedForwardGradientKernel, ({ inputs, backend }) => {
    const { dy, x, up, down, hidden, slope } = inputs as FeedForward &
      Record<'dy' | 'hidden' | 'slope', Info>;
    const [C, F] = up.shape as [number, number];
    const N = size(x) / C;
    const dx = floats(backend, [...x.shape]);
    const [dUp, dUpBias] = [floats(backend, [C, F]), floats(backend, [F])];
    const [dDown, dDownBias] = [floats(backend, [F, C]), floats(backend, [C])];
    const outer = at(backend, dy);
    jobs.withWorkspace(N * F * float, (inner) => {
      const finish = { how: 'times', slope: at(backend, slope) } as const;
      const back = { transposeB: true, M: N };
      const weights = { transposeA: true, K: N };
      multiply(
        jobs,
        { ...back, a: outer, b: at(backend, down), c: inner, N: F, K: C, finish },
        {
          ...{ ...weights, a: at(backend, hidden), b: outer, c: at(backend, dDown) },
          ...{ M: F, N: C, sums: at(backend, dDownBias) },
        },
      );
      multiply(
        jobs,
        { ...back, a: inner, b: at(backend, up), c: at(backend, dx), N: C, K: F },
        {
          ...{ ...weights, a: at(backend, x), b: inner, c: at(backend, dUp) },
          ...{ M: C, N: F, sums: at(backend, dUpBias) },
        },
      );
    });
    return [dx, dUp, dUpBias, dDown, dDownBias];
  });

  register(crossEntropyKernel, ({ inputs, backend }) => {
    const { logits, labels, weights } = inputs as Record<'logits' | 'labels' | 'weights', Info>;
    const [N, V] = logits.shape as [number, number];
    const [loss, gradient] = [floats(backend, []), floats(backend, [N, V])];
    jobs.withWorkspace(N * float, (losses) => {
      const pointers = [logits, labels, weights, gradient].map((one) => at(backend, one));
      const high = rowsOf(V);
      jobs.run('crossEntropy', Math.ceil(N / high), [...pointers, losses, N, V, high]);
      jobs.run('totalLoss', 1, [losses, at(backend, loss), N]);
    });
    return [loss, gradient];
  });

  register<DropoutMask>(dropoutKernel, ({ inputs, attrs, backend }) => {
    const x = inputs['x']!;
    const y = floats(backend, x.shape);
    const { key, threshold, scale } = attrs;
    const places = [at(backend, x), at(backend, y), size(x), elements];
    jobs.run('dropout', Math.ceil(size(x) / elements), () => {
      return [...places, ...key.current, threshold, new Float(scale)];
    });
    return y;
  });

  register(embeddingKernel, ({ inputs, backend }) => {
    const { table, ids } = inputs as Record<'table' | 'ids', Info>;
    const [[V, C], N] = [table.shape as [number, number], ids.shape[0]!];
    const out = floats(backend, [N, C]);
    const first = at(backend, ids) / float;
    const check = (): void => {
      // No job writes integers, so these are there.
      const { integers } = jobs;
      for (let n = 0; n < N; n++) {
        const id = integers[first + n]!;
        if (id < 0 || id >= V) throw new Error(`There is no row ${id} in a table of ${V}.`);
      }
    };
    check();
    beforeReplay(check);
    const pointers = [table, ids, out].map((one) => at(backend, one));
    const high = rowsOf(C);
    jobs.run('embedding', Math.ceil(N / high), [...pointers, N, C, high]);
    return out;
  });

  register<{ V: number }>(embeddingGradientKernel, ({ inputs, attrs: { V }, backend }) => {
    const { dy, ids } = inputs as Record<'dy' | 'ids', Info>;
    const [N, C] = dy.shape as [number, number];
    const out = floats(backend, [V, C]);
    const pointers = [at(backend, dy), at(backend, ids), at(backend, out)];
    const wide = Math.max(16, upTo(C / 4, 16));
    jobs.run('embeddingGradient', Math.ceil(C / wide), [...pointers, N, C, V, wide]);
    return out;
  });

  /** Rows of a batch that one chunk takes: two chunks for every thread; or one, where there are few rows. */
  const rowsPerChunk = (B: number): number => {
    const each = Math.ceil(B / jobs.threads);
    return each <= 2 ? each : upTo(each / 2, 4);
  };

  register(lstmKernel, ({ inputs, backend }) => {
    const { projected, h0, c0, recurrent, real } = inputs as Record<
      'projected' | 'h0' | 'c0' | 'recurrent',
      Info
    > & { real?: Info };
    const [B, T, gateWidth] = projected.shape as [number, number, number];
    const H = gateWidth / 4;
    const all = floats(backend, [B, T + 1, H]);
    const gates = floats(backend, [B, T, 4 * H]);
    const [h, c, tanhC] = [0, 1, 2].map(() => floats(backend, [B, T, H])) as [Info, Info, Info];
    const from = at(backend, recurrent);
    const factor = { from, rowStep: 4 * H * float, columnStep: float, K: H, N: 4 * H };
    withPacked(jobs, factor, (packed) => {
      const high = rowsPerChunk(B);
      jobs.run('lstm', Math.ceil(B / high), [
        ...[projected, h0, c0].map((one) => at(backend, one)),
        ...[packed, at(backend, real)],
        ...[all, gates, h, c, tanhC].map((one) => at(backend, one)),
        ...[B, T, H, high],
      ]);
    });
    return [all, gates, h, c, tanhC];
  });

  register(lstmGradientKernel, ({ inputs, backend }) => {
    const { dAll, gates, h, c, tanhC, recurrent, real } = inputs as Record<
      'dAll' | 'gates' | 'h' | 'c' | 'tanhC' | 'recurrent',
      Info
    > & { real?: Info };
    const [B, T, H] = h.shape as [number, number, number];
    const dz = floats(backend, [B, T, 4 * H]);
    const dRecurrent = floats(backend, [H, 4 * H]);
    const [dh0, dc0] = [floats(backend, [B, H]), floats(backend, [B, H])];
    const from = at(backend, recurrent);
    const factor = { from, rowStep: float, columnStep: 4 * H * float, K: 4 * H, N: H };
    withPacked(jobs, factor, (packed) => {
      const high = rowsPerChunk(B);
      jobs.run('lstmGradient', Math.ceil(B / high), [
        ...[dAll, gates, c, tanhC].map((one) => at(backend, one)),
        ...[packed, at(backend, real)],
        ...[dz, dh0, dc0].map((one) => at(backend, one)),
        ...[B, T, H, high],
      ]);
    });
    multiply(jobs, {
      ...{ a: at(backend, h), b: at(backend, dz), c: at(backend, dRecurrent) },
      ...{ M: H, N: 4 * H, K: B * T, transposeA: true },
    });
    return [dz, dRecurrent, dh0, dc0];
  });

  /** Pointer, bytes from position to position, from example to example. */
  function strided(pointer: number, positions: number, row: number): number[] {
    return [pointer, row * float, positions * row * float];
  }

  interface AttentionAttributes {
    readonly heads: number;
    readonly causal: boolean;
  }

  register<AttentionAttributes>(attentionKernel, ({ inputs, attrs, backend }) => {
    const { query, keyValue, real } = inputs as Record<'query' | 'keyValue', Info> & {
      real?: Info;
    };
    const { heads: H, causal } = attrs;
    const [B, T, C] = query.shape as [number, number, number];
    const S = keyValue.shape[1]!;
    const D = C / H;
    const [output, weights] = [floats(backend, [B, T, C]), floats(backend, [B, H, T, S])];
    const k = at(backend, keyValue);
    const bytes = upTo(jobs.sizes.attentionBytes(T, S, D), 64);
    jobs.withWorkspace(bytes * jobs.threads, (workspace) => {
      jobs.run('attention', B * H, [
        ...strided(at(backend, query), T, C),
        ...strided(k, S, 2 * C),
        ...strided(k + C * float, S, 2 * C),
        ...[at(backend, real), at(backend, output), at(backend, weights)],
        ...[H, T, S, D, causal, new Float(1 / Math.sqrt(D)), workspace, bytes],
      ]);
    });
    return [output, weights];
  });

  register<AttentionAttributes>(attentionGradientKernel, ({ inputs, attrs, backend }) => {
    const { dy, query, keyValue, weights } = inputs as Record<
      'dy' | 'query' | 'keyValue' | 'weights',
      Info
    >;
    const { heads: H, causal } = attrs;
    const [B, T, C] = query.shape as [number, number, number];
    const S = keyValue.shape[1]!;
    const D = C / H;
    const [dQuery, dKeyValue] = [floats(backend, [B, T, C]), floats(backend, [B, S, 2 * C])];
    const [k, dk] = [at(backend, keyValue), at(backend, dKeyValue)];
    const bytes = upTo(jobs.sizes.attentionGradientBytes(T, S, D), 64);
    jobs.withWorkspace(bytes * jobs.threads, (workspace) => {
      jobs.run('attentionGradient', B * H, [
        ...strided(at(backend, query), T, C),
        ...strided(k, S, 2 * C),
        ...strided(k + C * float, S, 2 * C),
        ...[at(backend, weights), at(backend, dy)],
        ...strided(at(backend, dQuery), T, C),
        ...strided(dk, S, 2 * C),
        ...strided(dk + C * float, S, 2 * C),
        ...[H, T, S, D, causal, new Float(1 / Math.sqrt(D)), workspace, bytes],
      ]);
    });
    return [dQuery, dKeyValue];
  });

  register<RotaryAttributes>(rotaryKernel, ({ inputs, attrs, backend }) => {
    const { x, cos, sin } = inputs as Record<'x' | 'cos' | 'sin', Info>;
    const [B, T, W] = x.shape as [number, number, number];
    const half = cos.shape[1]!;
    const y = floats(backend, x.shape);
    const angles = [cos, sin].map((one) => at(backend, one) + attrs.first * half * float);
    const high = rowsOf(W);
    jobs.run('rotary', Math.ceil((B * T) / high), [
      ...[at(backend, x), ...angles, at(backend, y)],
      ...[B * T, T, W, attrs.heads, half, new Float(attrs.direction), high],
    ]);
    return y;
  });

  register(additiveScoresKernel, ({ inputs, backend }) => {
    const { query, key, v } = inputs as Record<'query' | 'key' | 'v', Info>;
    const [B, T, H] = query.shape as [number, number, number];
    const S = key.shape[1]!;
    const scores = floats(backend, [B, T, S]);
    const pointers = [query, key, v, scores].map((one) => at(backend, one));
    jobs.run('additiveScores', B, [...pointers, T, S, H]);
    return scores;
  });

  register(additiveScoresGradientKernel, ({ inputs, backend }) => {
    const { dy, query, key, v } = inputs as Record<'dy' | 'query' | 'key' | 'v', Info>;
    const [B, T, H] = query.shape as [number, number, number];
    const S = key.shape[1]!;
    const gradients = [query, key, v].map(({ shape }) => floats(backend, [...shape]));
    const [dQuery, dKey, dv] = gradients.map((one) => at(backend, one)) as [number, number, number];
    const pointers = [dy, query, key, v].map((one) => at(backend, one));
    jobs.withWorkspace(B * H * float, (shares) => {
      jobs.run('additiveScoresGradient', B, [...pointers, dQuery, dKey, shares, T, S, H]);
      columnSums(jobs, shares, H * float, dv, B, H);
    });
    return gradients;
  });

  register<AdamWAttributes>(adamwKernel, ({ inputs, attrs: { step }, backend }) => {
    const { theta, m, v, decay } = inputs as Record<'theta' | 'm' | 'v' | 'decay', Info>;
    const parameters = Object.keys(inputs).filter((name) => name.startsWith('p')).length;
    const N = size(theta);
    const chunks = Math.ceil(N / elements);
    const norm = floats(backend, []);
    const entries: number[] = [];
    let start = 0;
    for (let index = 0; index < parameters; index++) {
      const [gradient, parameter] = [inputs[`g${index}`]!, inputs[`p${index}`]!];
      const decays = jobs.floats[at(backend, decay) / float + start]!;
      entries.push(at(backend, gradient), at(backend, parameter), start, size(parameter), decays);
      start += size(parameter);
    }
    const state = [theta, m, v].map((one) => at(backend, one));
    const to = at(backend, norm);
    jobs.withTable(entries, (table) => {
      jobs.withWorkspace(chunks * float, (squares) => {
        jobs.run('squaredNorm', chunks, [table, squares, N, elements]);
        jobs.run('adamw', chunks, () => {
          const now = step.current;
          return [
            ...[table, ...state, N, elements],
            ...[now.clip, now.beta1, now.beta2, now.unbias1, now.unbias2].map((x) => new Float(x)),
            ...[now.eta, now.keep, now.epsilon, now.rest1, now.rest2].map((x) => new Float(x)),
            ...[squares, chunks, to],
          ];
        });
      });
    });
    return norm;
  });
}

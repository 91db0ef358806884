/** Layer normalisation and its gradient; one chunk is a block of rows. */
import { LayerNormArguments, LayerNormGradientArguments } from '../../wasm/assembly/arguments';
import { splat, sum } from '../../wasm/assembly/vector';

const epsilon: f32 = 1e-5;

/** Arguments: x [N, C], γ [C], β [C], out y [N, C], out statistics [N, 2] (μ, 1/σ); N, C, rows of a chunk. */
export function layerNorm(p: LayerNormArguments, chunk: i32): void {
  const N = p.N;
  const C = p.C;
  const high = p.high;
  const row = (<usize>C) << 2;
  const last = min(N, (chunk + 1) * high);
  const whole = C & ~3;
  for (let n = chunk * high; n < last; n++) {
    const x = p.x + <usize>n * row;
    const y = p.y + <usize>n * row;
    const statistics = p.statistics + ((<usize>n) << 3);
    const gain = p.gain;
    const bias = p.bias;
    let total = splat(0);
    let c = 0;
    for (; c < whole; c += 4) total = f32x4.add(total, v128.load(x + ((<usize>c) << 2)));
    let scalar = sum(total);
    for (; c < C; c++) scalar += f32.load(x + ((<usize>c) << 2));
    const mean = scalar / <f32>C;
    const means = splat(mean);
    total = splat(0);
    for (c = 0; c < whole; c += 4) {
      const centred = f32x4.sub(v128.load(x + ((<usize>c) << 2)), means);
      total = f32x4.add(total, f32x4.mul(centred, centred));
    }
    scalar = sum(total);
    for (; c < C; c++) {
      const centred = f32.load(x + ((<usize>c) << 2)) - mean;
      scalar += centred * centred;
    }
    const scale: f32 = <f32>1 / f32.sqrt(scalar / <f32>C + epsilon);
    const scales = splat(scale);
    f32.store(statistics, mean);
    f32.store(statistics, scale, 4);
    for (c = 0; c < whole; c += 4) {
      const at = (<usize>c) << 2;
      const normal = f32x4.mul(f32x4.sub(v128.load(x + at), means), scales);
      v128.store(y + at, f32x4.add(f32x4.mul(normal, v128.load(gain + at)), v128.load(bias + at)));
    }
    for (; c < C; c++) {
      const at = (<usize>c) << 2;
      const normal = (f32.load(x + at) - mean) * scale;
      f32.store(y + at, normal * f32.load(gain + at) + f32.load(bias + at));
    }
  }
}

/**
 * Arguments: dy [N, C], x [N, C], γ [C], statistics [N, 2], out dx [N, C], out partial sums
 * [chunks, 2, C] of dγ and dβ; N, C, rows of a chunk.
 */
export function layerNormGradient(p: LayerNormGradientArguments, chunk: i32): void {
  const N = p.N;
  const C = p.C;
  const high = p.high;
  const row = (<usize>C) << 2;
  const last = min(N, (chunk + 1) * high);
  const whole = C & ~3;
  const gain = p.gain;
  const dGain = p.parts + <usize>chunk * 2 * row;
  const dBias = dGain + row;
  memory.fill(dGain, 0, 2 * row);
  for (let n = chunk * high; n < last; n++) {
    const dy = p.dy + <usize>n * row;
    const x = p.x + <usize>n * row;
    const dx = p.dx + <usize>n * row;
    const statistics = p.statistics + ((<usize>n) << 3);
    const mean = f32.load(statistics);
    const scale = f32.load(statistics, 4);
    const means = splat(mean);
    const scales = splat(scale);
    let plain = splat(0);
    let along = splat(0);
    let c = 0;
    for (; c < whole; c += 4) {
      const at = (<usize>c) << 2;
      const d = v128.load(dy + at);
      const normal = f32x4.mul(f32x4.sub(v128.load(x + at), means), scales);
      const through = f32x4.mul(d, v128.load(gain + at));
      plain = f32x4.add(plain, through);
      along = f32x4.add(along, f32x4.mul(through, normal));
      v128.store(dGain + at, f32x4.add(v128.load(dGain + at), f32x4.mul(d, normal)));
      v128.store(dBias + at, f32x4.add(v128.load(dBias + at), d));
    }
    let plainSum = sum(plain);
    let alongSum = sum(along);
    for (; c < C; c++) {
      const at = (<usize>c) << 2;
      const d = f32.load(dy + at);
      const normal = (f32.load(x + at) - mean) * scale;
      const through = d * f32.load(gain + at);
      plainSum += through;
      alongSum += through * normal;
      f32.store(dGain + at, f32.load(dGain + at) + d * normal);
      f32.store(dBias + at, f32.load(dBias + at) + d);
    }
    const plainMean = plainSum / <f32>C;
    const alongMean = alongSum / <f32>C;
    const plains = splat(plainMean);
    const alongs = splat(alongMean);
    for (c = 0; c < whole; c += 4) {
      const at = (<usize>c) << 2;
      const normal = f32x4.mul(f32x4.sub(v128.load(x + at), means), scales);
      const through = f32x4.mul(v128.load(dy + at), v128.load(gain + at));
      const inner = f32x4.sub(f32x4.sub(through, plains), f32x4.mul(normal, alongs));
      v128.store(dx + at, f32x4.mul(inner, scales));
    }
    for (; c < C; c++) {
      const at = (<usize>c) << 2;
      const normal = (f32.load(x + at) - mean) * scale;
      const through = f32.load(dy + at) * f32.load(gain + at);
      f32.store(dx + at, (through - plainMean - normal * alongMean) * scale);
    }
  }
}

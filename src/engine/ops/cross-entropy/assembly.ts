/** Softmax cross-entropy on integer labels with its gradient; one chunk is a block of rows. */
import { CrossEntropyArguments, TotalLossArguments } from '../../wasm/assembly/arguments';
import { exp, greatest, log, splat, sum, total } from '../../wasm/assembly/vector';

/**
 * Arguments: logits [N, V], labels [N] (integers), weights [N] (of the rows in the mean), out gradient
 * [N, V], out losses [N] (already times their share); N, V, rows of a chunk.
 */
export function crossEntropy(p: CrossEntropyArguments, chunk: i32): void {
  const N = p.N;
  const V = p.V;
  const high = p.high;
  const last = min(N, (chunk + 1) * high);
  const whole = V & ~3;
  const weights = p.weights;
  const all = max(1, total(weights, N));
  for (let n = chunk * high; n < last; n++) {
    const z = p.logits + ((<usize>n * <usize>V) << 2);
    const gradient = p.gradient + ((<usize>n * <usize>V) << 2);
    const label = i32.load(p.labels + ((<usize>n) << 2));
    const share = <f32>(<f64>f32.load(weights + ((<usize>n) << 2)) / all);
    let most = f32.load(z);
    let v = 0;
    if (whole > 0) {
      let peaks = v128.load(z);
      for (v = 4; v < whole; v += 4) peaks = f32x4.pmax(peaks, v128.load(z + ((<usize>v) << 2)));
      most = greatest(peaks);
    }
    for (; v < V; v++) most = max(most, f32.load(z + ((<usize>v) << 2)));
    const mosts = splat(most);
    let sums = splat(0);
    for (v = 0; v < whole; v += 4) {
      const at = (<usize>v) << 2;
      const e = exp(f32x4.sub(v128.load(z + at), mosts));
      v128.store(gradient + at, e);
      sums = f32x4.add(sums, e);
    }
    let powers = sum(sums);
    for (; v < V; v++) {
      const at = (<usize>v) << 2;
      const e = f32x4.extract_lane(exp(splat(f32.load(z + at) - most)), 0);
      f32.store(gradient + at, e);
      powers += e;
    }
    const shifted = f32.load(z + ((<usize>label) << 2)) - most;
    const loss = <f32>(log(powers) - <f64>shifted);
    f32.store(p.losses + ((<usize>n) << 2), loss * share);
    const factor = share / powers;
    const factors = splat(factor);
    for (v = 0; v < whole; v += 4) {
      const at = (<usize>v) << 2;
      v128.store(gradient + at, f32x4.mul(v128.load(gradient + at), factors));
    }
    for (; v < V; v++) {
      const at = (<usize>v) << 2;
      f32.store(gradient + at, f32.load(gradient + at) * factor);
    }
    const own = gradient + ((<usize>label) << 2);
    f32.store(own, f32.load(own) - share);
  }
}

/** The one chunk: Σ of the rows' losses. Arguments: losses [N], out loss; N. */
export function totalLoss(p: TotalLossArguments): void {
  f32.store(p.loss, <f32>total(p.losses, p.N));
}

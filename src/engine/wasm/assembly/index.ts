/**
 * Entry of the WASM kernels: a job is one kernel over a number of chunks, which the threads of the
 * pool take one by one. Whoever takes a chunk finishes it, so nobody waits for a thread that the
 * system has not woken yet. What a chunk computes does not depend on who computes it.
 *
 * The control block, in 64-byte lines: state (u64: job number, chunks in all, next chunk) · done
 * (i32) · wake (i32: job number) and sleepers (i32) · kernel (i32), then its arguments.
 */
import { gelu, geluGradient } from '../../ops/activation/assembly';
import { adamw, squaredNorm } from '../../ops/adamw/assembly';
import { add } from '../../ops/add/assembly';
import { additiveScores, additiveScoresGradient } from '../../ops/additive-scores/assembly';
import { attention, attentionGradient } from '../../ops/attention/assembly';
import { copyRows } from '../../ops/copy/assembly';
import { crossEntropy } from '../../ops/cross-entropy/assembly';
import { embeddingGradient } from '../../ops/embedding/assembly';
import { layerNorm, layerNormGradient } from '../../ops/layer-norm/assembly';
import { columnSums } from '../../ops/linear/assembly';
import { lstm, lstmGradient } from '../../ops/lstm/assembly';
import { pack, packedProduct, product } from '../../ops/product/assembly';
import { hyperbolicTangent } from '../../ops/tanh/assembly';

export { attentionBytes, attentionGradientBytes } from '../../ops/attention/assembly';
export { packedBytes } from './product';
export { scratchBytes } from './scratch';

const doneAt: usize = 64;
const wakeAt: usize = 128;
const sleepersAt: usize = 132;
const kernelAt: usize = 192;
const argumentsAt: usize = 256;

/** Bits of the next chunk and of the number of chunks in the state. */
const chunkBits: u64 = 20;
const chunkMask: u64 = (1 << 20) - 1;
/** How often a thread looks for a job before it goes to sleep: about a fifth of a millisecond. */
const patience: i32 = 200000;

/** The order is that of `kernelNames` in `../jobs.ts`. */
function compute(kernel: i32, p: usize, chunk: i32, scratch: usize): void {
  switch (kernel) {
    case 0: product(p, chunk, scratch); break;
    case 1: columnSums(p, chunk); break;
    case 2: layerNorm(p, chunk); break;
    case 3: layerNormGradient(p, chunk); break;
    case 4: gelu(p, chunk); break;
    case 5: geluGradient(p, chunk); break;
    case 6: crossEntropy(p, chunk); break;
    case 7: embeddingGradient(p, chunk); break;
    case 8: pack(p, chunk); break;
    case 9: lstm(p, chunk, scratch); break;
    case 10: lstmGradient(p, chunk, scratch); break;
    case 11: attention(p, chunk, scratch); break;
    case 12: attentionGradient(p, chunk, scratch); break;
    case 13: squaredNorm(p, chunk); break;
    case 14: adamw(p, chunk); break;
    case 15: packedProduct(p, chunk, scratch); break;
    case 16: add(p, chunk); break;
    case 17: copyRows(p, chunk); break;
    case 18: hyperbolicTangent(p, chunk); break;
    case 19: additiveScores(p, chunk); break;
    case 20: additiveScoresGradient(p, chunk); break;
    default: unreachable();
  }
}

/** Runs the job described in the control block; returns when all its chunks are done. */
export function run(control: usize, chunks: i32, scratch: usize): void {
  const kernel = i32.load(control + kernelAt);
  const p = control + argumentsAt;
  if (!ASC_FEATURE_THREADS) {
    for (let chunk = 0; chunk < chunks; chunk++) compute(kernel, p, chunk, scratch);
    return;
  }
  if (chunks == 1) {
    compute(kernel, p, 0, scratch);
    return;
  }
  const job = (i32.load(control + wakeAt) + 1) & 0xffffff;
  atomic.store<i32>(control + doneAt, 0);
  atomic.store<u64>(control, ((<u64>job) << 40) | ((<u64>chunks) << chunkBits));
  atomic.store<i32>(control + wakeAt, job);
  if (atomic.load<i32>(control + sleepersAt) > 0) atomic.notify(control + wakeAt, -1);
  work(control, scratch);
  while (atomic.load<i32>(control + doneAt) < chunks) {}
}

/** Takes chunks of the current job until none is left. */
function work(control: usize, scratch: usize): void {
  while (true) {
    const state = atomic.add<u64>(control, 1);
    const chunk = <i32>(state & chunkMask);
    if (chunk >= <i32>((state >> chunkBits) & chunkMask)) return;
    compute(i32.load(control + kernelAt), control + argumentsAt, chunk, scratch);
    atomic.add<i32>(control + doneAt, 1);
  }
}

/** The life of a thread of the pool; never returns. */
export function serve(control: usize, scratch: usize): void {
  if (!ASC_FEATURE_THREADS) return;
  let last = atomic.load<i32>(control + wakeAt);
  while (true) {
    work(control, scratch);
    let looks = 0;
    while (atomic.load<i32>(control + wakeAt) == last) {
      if (++looks < patience) continue;
      atomic.add<i32>(control + sleepersAt, 1);
      atomic.wait<i32>(control + wakeAt, last, -1);
      atomic.sub<i32>(control + sleepersAt, 1);
      looks = 0;
    }
    last = atomic.load<i32>(control + wakeAt);
  }
}

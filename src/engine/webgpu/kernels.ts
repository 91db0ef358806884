/** Registers our kernels with TensorFlow.js's WebGPU backend. What each computes is said in `ops/`. */
import { adamwKernel } from '../ops/adamw/fused.ts';
import { adamw } from '../ops/adamw/webgpu.ts';
import {
  additiveScoresGradientKernel,
  additiveScoresKernel,
} from '../ops/additive-scores/fused.ts';
import { additiveScores, additiveScoresGradient } from '../ops/additive-scores/webgpu.ts';
import { attentionGradientKernel, attentionKernel } from '../ops/attention/fused.ts';
import { attention, attentionGradient } from '../ops/attention/webgpu.ts';
import { crossEntropyKernel } from '../ops/cross-entropy/fused.ts';
import { crossEntropy } from '../ops/cross-entropy/webgpu.ts';
import { addDroppedKernel, dropoutKernel } from '../ops/dropout/fused.ts';
import { addDropped, dropout } from '../ops/dropout/webgpu.ts';
import { embeddingGradientKernel, embeddingKernel } from '../ops/embedding/index.ts';
import { embedding, embeddingGradient } from '../ops/embedding/webgpu.ts';
import { feedForwardGradientKernel, feedForwardKernel } from '../ops/feed-forward/fused.ts';
import { feedForward, feedForwardGradient } from '../ops/feed-forward/webgpu.ts';
import {
  branchNormKernel,
  layerNormGradientKernel,
  layerNormKernel,
} from '../ops/layer-norm/fused.ts';
import { branchNorm, layerNorm, layerNormGradient } from '../ops/layer-norm/webgpu.ts';
import { linearGradientKernel, linearKernel } from '../ops/linear/fused.ts';
import { linear, linearGradient } from '../ops/linear/webgpu.ts';
import { lstmGradientKernel, lstmKernel } from '../ops/lstm/fused.ts';
import { lstm, lstmGradient } from '../ops/lstm/webgpu.ts';
import { rotaryKernel } from '../ops/rotary/fused.ts';
import { rotary } from '../ops/rotary/webgpu.ts';
import { writeRowsKernel } from '../ops/write-rows/index.ts';
import { writeRows } from '../ops/write-rows/webgpu.ts';
import { replaceKernel, type Info } from '../replace.ts';
import type { Gpu } from './program.ts';

/** Each names the inputs and attributes that `fused.ts` gives it. */
type Compute = (gpu: Gpu, inputs: never, attributes: never) => Info | Info[];

export function registerOwnKernels(gpu: Gpu): void {
  const register = (name: string, compute: Compute): void =>
    replaceKernel('webgpu', name, ({ inputs, attrs }) =>
      compute(gpu, inputs as never, attrs as never),
    );
  register(linearKernel, linear);
  register(linearGradientKernel, linearGradient);
  register(layerNormKernel, layerNorm);
  register(layerNormGradientKernel, layerNormGradient);
  register(branchNormKernel, branchNorm);
  register(feedForwardKernel, feedForward);
  register(feedForwardGradientKernel, feedForwardGradient);
  register(crossEntropyKernel, crossEntropy);
  register(dropoutKernel, dropout);
  register(addDroppedKernel, addDropped);
  register(embeddingKernel, embedding);
  register(embeddingGradientKernel, embeddingGradient);
  register(writeRowsKernel, writeRows);
  register(lstmKernel, lstm);
  register(lstmGradientKernel, lstmGradient);
  register(attentionKernel, attention);
  register(attentionGradientKernel, attentionGradient);
  register(additiveScoresKernel, additiveScores);
  register(additiveScoresGradientKernel, additiveScoresGradient);
  register(rotaryKernel, rotary);
  register(adamwKernel, adamw);
}

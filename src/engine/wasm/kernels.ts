/** Registers the kernels of our own operations with TensorFlow.js's WASM backend. What each computes is said in `ops/`. */
import { adamwKernel } from '../ops/adamw/fused.ts';
import { adamw } from '../ops/adamw/wasm.ts';
import {
  additiveScoresGradientKernel,
  additiveScoresKernel,
} from '../ops/additive-scores/fused.ts';
import { additiveScores, additiveScoresGradient } from '../ops/additive-scores/wasm.ts';
import { attentionGradientKernel, attentionKernel } from '../ops/attention/fused.ts';
import { attention, attentionGradient } from '../ops/attention/wasm.ts';
import { crossEntropyKernel } from '../ops/cross-entropy/fused.ts';
import { crossEntropy } from '../ops/cross-entropy/wasm.ts';
import { dropoutKernel } from '../ops/dropout/fused.ts';
import { dropout } from '../ops/dropout/wasm.ts';
import { embeddingGradientKernel, embeddingKernel } from '../ops/embedding/index.ts';
import { embedding, embeddingGradient } from '../ops/embedding/wasm.ts';
import { feedForwardGradientKernel, feedForwardKernel } from '../ops/feed-forward/fused.ts';
import { feedForward, feedForwardGradient } from '../ops/feed-forward/wasm.ts';
import { layerNormGradientKernel, layerNormKernel } from '../ops/layer-norm/fused.ts';
import { layerNorm, layerNormGradient } from '../ops/layer-norm/wasm.ts';
import { linearGradientKernel, linearKernel } from '../ops/linear/fused.ts';
import { linear, linearGradient } from '../ops/linear/wasm.ts';
import { lstmGradientKernel, lstmKernel } from '../ops/lstm/fused.ts';
import { lstm, lstmGradient } from '../ops/lstm/wasm.ts';
import { rotaryKernel } from '../ops/rotary/fused.ts';
import { rotary } from '../ops/rotary/wasm.ts';
import { writeRowsKernel } from '../ops/write-rows/index.ts';
import { writeRows } from '../ops/write-rows/wasm.ts';
import { replaceKernel, type Info } from '../replace.ts';
import type { Wasm } from './tensors.ts';

/** Each names the inputs and attributes that `fused.ts` gives it. */
type Compute = (wasm: Wasm, inputs: never, attributes: never) => Info | Info[];

export function registerOwnKernels(wasm: Wasm): void {
  const register = (name: string, compute: Compute): void =>
    replaceKernel('wasm', name, ({ inputs, attrs }) =>
      compute(wasm, inputs as never, attrs as never),
    );
  register(writeRowsKernel, writeRows);
  register(linearKernel, linear);
  register(linearGradientKernel, linearGradient);
  register(layerNormKernel, layerNorm);
  register(layerNormGradientKernel, layerNormGradient);
  register(feedForwardKernel, feedForward);
  register(feedForwardGradientKernel, feedForwardGradient);
  register(crossEntropyKernel, crossEntropy);
  register(dropoutKernel, dropout);
  register(embeddingKernel, embedding);
  register(embeddingGradientKernel, embeddingGradient);
  register(lstmKernel, lstm);
  register(lstmGradientKernel, lstmGradient);
  register(attentionKernel, attention);
  register(attentionGradientKernel, attentionGradient);
  register(rotaryKernel, rotary);
  register(additiveScoresKernel, additiveScores);
  register(additiveScoresGradientKernel, additiveScoresGradient);
  register(adamwKernel, adamw);
}

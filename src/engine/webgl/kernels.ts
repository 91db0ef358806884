/** Registers our kernels with TensorFlow.js's WebGL backend. What each computes is said in `ops/`. */
import type { MathBackendWebGL } from '@tensorflow/tfjs-backend-webgl';
import * as tf from '@tensorflow/tfjs-core';
import { geluGradientKernel, geluKernel } from '../ops/activation/fused.ts';
import { gelu, geluGradient } from '../ops/activation/webgl.ts';
import { adamwKernel } from '../ops/adamw/fused.ts';
import { adamw } from '../ops/adamw/webgl.ts';
import {
  additiveScoresGradientKernel,
  additiveScoresKernel,
} from '../ops/additive-scores/fused.ts';
import { additiveScores, additiveScoresGradient } from '../ops/additive-scores/webgl.ts';
import { attentionGradientKernel, attentionKernel } from '../ops/attention/fused.ts';
import { attention, attentionGradient } from '../ops/attention/webgl.ts';
import { crossEntropyKernel } from '../ops/cross-entropy/fused.ts';
import { crossEntropy } from '../ops/cross-entropy/webgl.ts';
import { dropoutKernel } from '../ops/dropout/fused.ts';
import { dropout } from '../ops/dropout/webgl.ts';
import { embeddingGradientKernel, embeddingKernel } from '../ops/embedding/index.ts';
import { embedding, embeddingGradient } from '../ops/embedding/webgl.ts';
import { layerNormGradientKernel, layerNormKernel } from '../ops/layer-norm/fused.ts';
import { layerNorm, layerNormGradient } from '../ops/layer-norm/webgl.ts';
import { columnSumsKernel, linearKernel } from '../ops/linear/fused.ts';
import { columnSums, linear } from '../ops/linear/webgl.ts';
import { lstmGradientKernel, lstmKernel } from '../ops/lstm/fused.ts';
import { lstm, lstmGradient } from '../ops/lstm/webgl.ts';
import { rotaryKernel } from '../ops/rotary/fused.ts';
import { rotary } from '../ops/rotary/webgl.ts';
import { Scope, type Info } from './program.ts';

interface Call {
  readonly inputs: tf.NamedTensorInfoMap;
  readonly attrs: object;
  readonly backend: MathBackendWebGL;
}

/** Each names the inputs and attributes that `fused.ts` gives it. */
type Compute = (scope: Scope, inputs: never, attributes: never) => Info | Info[];

function register(kernelName: string, compute: Compute): void {
  const kernelFunc = ({ inputs, attrs, backend }: Call): Info | Info[] => {
    const scope = new Scope(backend);
    const outputs = compute(scope, inputs as never, attrs as never);
    scope.end([outputs].flat());
    return outputs;
  };
  tf.registerKernel({
    kernelName,
    backendName: 'webgl',
    kernelFunc: kernelFunc as unknown as tf.KernelFunc,
  });
}

export function registerWebGlKernels(): void {
  register(linearKernel, linear);
  register(columnSumsKernel, columnSums);
  register(layerNormKernel, layerNorm);
  register(layerNormGradientKernel, layerNormGradient);
  register(geluKernel, gelu);
  register(geluGradientKernel, geluGradient);
  register(crossEntropyKernel, crossEntropy);
  register(dropoutKernel, dropout);
  register(embeddingKernel, embedding);
  register(embeddingGradientKernel, embeddingGradient);
  register(lstmKernel, lstm);
  register(lstmGradientKernel, lstmGradient);
  register(attentionKernel, attention);
  register(attentionGradientKernel, attentionGradient);
  register(additiveScoresKernel, additiveScores);
  register(additiveScoresGradientKernel, additiveScoresGradient);
  register(rotaryKernel, rotary);
  register(adamwKernel, adamw);
}

/** Multi-head attention on WebGPU, and its gradient. */
import type { Info } from '../../replace.ts';
import { fours, type Gpu } from '../../webgpu/program.ts';
import type { AttentionAttributes } from './fused.ts';
import { attentionBlocks, attentionParts } from './wgsl-blocks.ts';
import { attentionGradientProgram, attentionProgram } from './wgsl.ts';

/** The sizes that both programs need. */
function attentionSizes(query: Info, keyValue: Info, { heads: H, causal }: AttentionAttributes) {
  const [B, T, C] = query.shape as [number, number, number];
  const [S, D] = [keyValue.shape[1]!, C / H];
  const uniforms = { H, T, S, D, causal: Number(causal), scale: 1 / Math.sqrt(D) };
  return { B, C, uniforms, variant: { vector: fours(D), parts: attentionParts(D) } };
}

export function attention(
  gpu: Gpu,
  { query, keyValue, real }: Record<'query' | 'keyValue', Info> & { real?: Info },
  attributes: AttentionAttributes,
): Info[] {
  const { B, C, uniforms, variant } = attentionSizes(query, keyValue, attributes);
  const { H, T, S } = uniforms;
  const [output, weights] = [gpu.floats([B, T, C]), gpu.floats([B, H, T, S])];
  const down = attentionBlocks(T);
  const tensors: Record<string, Info> = { query, keyValue, output, weights };
  if (real !== undefined) tensors['real'] = real;
  const program = attentionProgram({ ...variant, padded: real !== undefined });
  gpu.run(program, tensors, { ...uniforms, down }, B * H * down);
  return [output, weights];
}

export function attentionGradient(
  gpu: Gpu,
  {
    dy,
    query,
    keyValue,
    output,
    weights,
  }: Record<'dy' | 'query' | 'keyValue' | 'output' | 'weights', Info>,
  attributes: AttentionAttributes,
): Info[] {
  const { B, C, uniforms, variant } = attentionSizes(query, keyValue, attributes);
  const { H, T, S } = uniforms;
  const [dQuery, dKeyValue] = [gpu.floats([B, T, C]), gpu.floats([B, S, 2 * C])];
  const [queryBlocks, keyBlocks] = [attentionBlocks(T), attentionBlocks(S)];
  const forQueries = B * H * queryBlocks;
  gpu.run(
    attentionGradientProgram(variant),
    { dy, query, keyValue, output, weights, dQuery, dKeyValue },
    { ...uniforms, forQueries, queryBlocks, keyBlocks },
    forQueries + B * H * keyBlocks,
  );
  return [dQuery, dKeyValue];
}

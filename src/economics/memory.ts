/** What a model needs of a GPU's memory in training. All results in bytes, activations left out. */

/**
 * Mixed-precision training with Adam: 2 bytes of weights, 2 of gradients and 12 of optimizer state
 * (fp32 weights, first and second moment) for each parameter, 16 in all.
 * Rajbhandari et al. 2019, “ZeRO”, arXiv:1910.02054, section 3.1: (2 + 2 + K) Ψ with K = 12.
 */
const adamBytesPerParameter = { weights: 2, gradients: 2, optimizer: 12 } as const;

/** What is spread over the GPUs: 0 nothing, 1 optimizer, 2 also gradients, 3 also weights. */
export type ZeroStage = 0 | 1 | 2 | 3;

export const zeroStages: readonly ZeroStage[] = [0, 1, 2, 3];

/** Memory of each of `gpus` at a stage of ZeRO: 16Ψ, 4Ψ + 12Ψ/n, 2Ψ + 14Ψ/n, 16Ψ/n (same source). */
export function zeroBytesPerGpu(parameters: number, stage: ZeroStage, gpus: number): number {
  const { weights, gradients, optimizer } = adamBytesPerParameter;
  const perParameter =
    (stage >= 3 ? weights / gpus : weights) +
    (stage >= 2 ? gradients / gpus : gradients) +
    (stage >= 1 ? optimizer / gpus : optimizer);
  return parameters * perParameter;
}

/**
 * LoRA: the frozen weights once, and 16 bytes for each of the few trainable parameters
 * (Hu et al. 2021, arXiv:2106.09685).
 *
 * @param trainableShare of all parameters
 * @param bytesPerFrozenWeight 2 in bf16, 0.5 in four bits
 */
export function loraBytes(
  parameters: number,
  trainableShare: number,
  bytesPerFrozenWeight: number,
): number {
  return parameters * (bytesPerFrozenWeight + 16 * trainableShare);
}

/**
 * The fewest GPUs over which a stage of ZeRO fits.
 *
 * @returns null where the part that is not spread does not fit on one
 */
export function fewestGpus(
  parameters: number,
  stage: ZeroStage,
  bytesPerGpu: number,
): number | null {
  const { weights, gradients } = adamBytesPerParameter;
  const kept = parameters * [16, weights + gradients, weights, 0][stage]!;
  const spread = parameters * [0, 12, 14, 16][stage]!;
  if (spread === 0) return kept <= bytesPerGpu ? 1 : null;
  if (kept >= bytesPerGpu) return null;
  return Math.ceil(spread / (bytesPerGpu - kept));
}

/** What it takes to serve a model: memory, speed and money per token. */

/** The shape of a Transformer as far as its cache is concerned. */
export interface CacheShape {
  readonly layers: number;
  /** Heads of keys and values; fewer than heads of queries with grouped-query attention. */
  readonly keyValueHeads: number;
  readonly headWidth: number;
}

/** M_weights = N · b, in bytes. */
export function weightBytes(parameters: number, bytesPerWeight: number): number {
  return parameters * bytesPerWeight;
}

/** Keys and values of one token in all layers: 2 · L · n_kv · d_h · b, in bytes. */
export function cacheBytesPerToken(shape: CacheShape, bytesPerNumber: number): number {
  return 2 * shape.layers * shape.keyValueHeads * shape.headWidth * bytesPerNumber;
}

export interface DecodeStep {
  /** Reading weights and cache once, in seconds. */
  readonly bandwidthSeconds: number;
  /** Computing one token for each of the batch, in seconds. */
  readonly computeSeconds: number;
  /** The longer of the two: a lower bound. */
  readonly seconds: number;
}

/**
 * One step of decoding takes at least max((M_weights + M_KV) / BW, 2 N B / (F · MFU)).
 *
 * @param bytesRead weights and the cache of the whole batch
 * @param batch sequences that each get one token
 */
export function decodeStep(
  bytesRead: number,
  bytesPerSecond: number,
  activeParameters: number,
  batch: number,
  flopPerSecond: number,
): DecodeStep {
  const bandwidthSeconds = bytesRead / bytesPerSecond;
  const computeSeconds = (2 * activeParameters * batch) / flopPerSecond;
  return { bandwidthSeconds, computeSeconds, seconds: Math.max(bandwidthSeconds, computeSeconds) };
}

/**
 * FLOP for each byte read at which computing takes as long as reading: F / BW
 * (Williams et al. 2009, “Roofline”).
 */
export function ridgeFlopPerByte(flopPerSecond: number, bytesPerSecond: number): number {
  return flopPerSecond / bytesPerSecond;
}

/** The batch at which computing takes over from reading the weights: b_w / 2 · F / BW. */
export function ridgeBatch(
  flopPerSecond: number,
  bytesPerSecond: number,
  bytesPerWeight: number,
): number {
  return (bytesPerWeight / 2) * ridgeFlopPerByte(flopPerSecond, bytesPerSecond);
}

/**
 * c = n · p / (3600 · tok/s · u) · 10⁶, money per million tokens.
 *
 * @param tokensPerSecond of all GPUs together, fully loaded
 * @param utilisation share of the time that is sold
 */
export function servingCostPerMtok(
  gpus: number,
  pricePerGpuHour: number,
  tokensPerSecond: number,
  utilisation: number,
): number {
  return ((gpus * pricePerGpuHour) / (3600 * tokensPerSecond * utilisation)) * 1e6;
}

/**
 * V* = fixed / (c_API − c_marginal): million tokens a month from which own GPUs are cheaper.
 *
 * @returns null where an own token costs at least as much as a bought one
 */
export function selfHostBreakEvenMtok(
  fixedPerMonth: number,
  apiPerMtok: number,
  marginalPerMtok: number,
): number | null {
  const saved = apiPerMtok - marginalPerMtok;
  return saved > 0 ? fixedPerMonth / saved : null;
}

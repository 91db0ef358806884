/** Made by `npm run kernels` from `table.ts`: what each kernel is given, as it lies in memory. */

@unmanaged
export class ProductArguments {
  a: usize; b: usize; c: usize; init: usize; aRow: usize; aColumn: usize; aBatch: usize; bRow: usize; bColumn: usize; bBatch: usize; cRow: usize; cBatch: usize; initRow: usize; initBatch: usize;
  M: i32; N: i32; K: i32; high: i32; wide: i32;
}

@unmanaged
export class ColumnSumsArguments {
  x: usize; row: usize; out: usize;
  N: i32; C: i32; wide: i32;
}

@unmanaged
export class LayerNormArguments {
  x: usize; gain: usize; bias: usize; y: usize; statistics: usize;
  N: i32; C: i32; high: i32;
}

@unmanaged
export class LayerNormGradientArguments {
  dy: usize; x: usize; gain: usize; statistics: usize; dx: usize; parts: usize;
  N: i32; C: i32; high: i32;
}

@unmanaged
export class FinishArguments {
  c: usize; slope: usize;
  how: i32; size: i32; wide: i32;
}

@unmanaged
export class CrossEntropyArguments {
  logits: usize; labels: usize; weights: usize; gradient: usize; losses: usize;
  N: i32; V: i32; high: i32;
}

@unmanaged
export class EmbeddingGradientArguments {
  dy: usize; ids: usize; out: usize;
  N: i32; C: i32; V: i32; wide: i32;
}

@unmanaged
export class PackArguments {
  from: usize; to: usize; rowStep: usize; columnStep: usize;
  K: i32; N: i32; panels: i32;
  sums: usize;
}

@unmanaged
export class LstmArguments {
  projected: usize; h0: usize; c0: usize; packed: usize; real: usize; all: usize; gates: usize; h: usize; c: usize; tanhC: usize;
  B: i32; T: i32; H: i32; high: i32;
}

@unmanaged
export class LstmGradientArguments {
  dAll: usize; gates: usize; c: usize; tanhC: usize; packed: usize; real: usize; dz: usize; dh0: usize; dc0: usize;
  B: i32; T: i32; H: i32; high: i32;
}

@unmanaged
export class AttentionArguments {
  q: usize; qRow: usize; qBatch: usize; k: usize; kRow: usize; kBatch: usize; v: usize; vRow: usize; vBatch: usize; real: usize; output: usize; weights: usize;
  H: i32; T: i32; S: i32; D: i32; causal: i32;
  scale: f32;
  workspace: usize; bytes: usize;
}

@unmanaged
export class AttentionGradientArguments {
  q: usize; qRow: usize; qBatch: usize; k: usize; kRow: usize; kBatch: usize; v: usize; vRow: usize; vBatch: usize; weights: usize; dy: usize;
  dq: usize; dqRow: usize; dqBatch: usize; dk: usize; dkRow: usize; dkBatch: usize; dv: usize; dvRow: usize; dvBatch: usize;
  H: i32; T: i32; S: i32; D: i32; causal: i32;
  scale: f32;
  workspace: usize; bytes: usize;
}

@unmanaged
export class SquaredNormArguments {
  table: usize; squares: usize;
  N: i32; wide: i32;
}

@unmanaged
export class AdamwArguments {
  table: usize; theta: usize; m: usize; v: usize;
  N: i32; wide: i32;
  clip: f32; beta1: f32; beta2: f32; unbias1: f32; unbias2: f32; eta: f32; keep: f32; epsilon: f32; rest1: f32; rest2: f32;
  squares: usize;
  chunks: i32;
  norm: usize;
}

@unmanaged
export class PackedProductArguments {
  a: usize; packed: usize; c: usize; init: usize; aRow: usize; aColumn: usize; cRow: usize; initRow: usize;
  M: i32; N: i32; K: i32; high: i32; wide: i32; how: i32;
  slope: usize;
}

@unmanaged
export class BinaryArguments {
  operation: i32;
  a: usize; b: usize; out: usize;
  size: i32; wide: i32; ownA: i32; ownB: i32; second: i32; third: i32; a1: i32; a2: i32; a3: i32; b1: i32; b2: i32; b3: i32; high: i32;
}

@unmanaged
export class CopyRowsArguments {
  from: usize; fromRow: usize; to: usize; toRow: usize;
  rows: i32;
  bytes: usize;
  high: i32;
}

@unmanaged
export class UnaryArguments {
  operation: i32;
  x: usize; y: usize;
  size: i32; wide: i32;
}

@unmanaged
export class AdditiveScoresArguments {
  query: usize; key: usize; v: usize; scores: usize;
  T: i32; S: i32; H: i32;
}

@unmanaged
export class AdditiveScoresGradientArguments {
  dy: usize; query: usize; key: usize; v: usize; dQuery: usize; dKey: usize; shares: usize;
  T: i32; S: i32; H: i32;
}

@unmanaged
export class EmbeddingArguments {
  table: usize; ids: usize; out: usize;
  N: i32; C: i32; high: i32;
}

@unmanaged
export class TotalLossArguments {
  losses: usize; loss: usize;
  N: i32;
}

@unmanaged
export class PadRowsArguments {
  from: usize; to: usize;
  rows: i32;
  bytes: usize;
  before: i32; after: i32; high: i32;
}

@unmanaged
export class SoftmaxArguments {
  x: usize; y: usize;
  N: i32; C: i32; high: i32;
}

@unmanaged
export class RowSumsArguments {
  x: usize; sums: usize;
  N: i32; C: i32; high: i32;
}

@unmanaged
export class DropoutArguments {
  x: usize; y: usize;
  size: i32; wide: i32; key0: i32; key1: i32; threshold: i32;
  scale: f32;
}

@unmanaged
export class RotaryArguments {
  x: usize; cos: usize; sin: usize; y: usize;
  N: i32; T: i32; W: i32; heads: i32; half: i32;
  direction: f32;
  high: i32;
}

@unmanaged
export class TransposeArguments {
  x: usize; y: usize;
  M: i32; N: i32; high: i32;
}

@unmanaged
export class NotEqualArguments {
  x: usize; one: usize; y: usize;
  size: i32; wide: i32;
}

@unmanaged
export class ToFloatsArguments {
  x: usize; y: usize;
  size: i32; wide: i32; bytes: i32;
}

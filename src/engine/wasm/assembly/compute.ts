/** Made by `npm run kernels` from `table.ts`: the kernel of a number. */
import { product, finish, pack, packedProduct } from '../../ops/product/assembly';
import { columnSums } from '../../ops/linear/assembly';
import { layerNorm, layerNormGradient } from '../../ops/layer-norm/assembly';
import { crossEntropy, totalLoss } from '../../ops/cross-entropy/assembly';
import { embeddingGradient, embedding } from '../../ops/embedding/assembly';
import { lstm, lstmGradient } from '../../ops/lstm/assembly';
import { attention, attentionGradient } from '../../ops/attention/assembly';
import { squaredNorm, adamw } from '../../ops/adamw/assembly';
import { binary, unary, notEqual, toFloats } from '../../ops/elementwise/assembly';
import { copyRows, padRows, transpose } from '../../ops/copy/assembly';
import { additiveScores, additiveScoresGradient } from '../../ops/additive-scores/assembly';
import { softmax, rowSums } from '../../ops/softmax/assembly';
import { dropout } from '../../ops/dropout/assembly';
import { rotary } from '../../ops/rotary/assembly';
import {
  ProductArguments,
  ColumnSumsArguments,
  LayerNormArguments,
  LayerNormGradientArguments,
  FinishArguments,
  CrossEntropyArguments,
  EmbeddingGradientArguments,
  PackArguments,
  LstmArguments,
  LstmGradientArguments,
  AttentionArguments,
  AttentionGradientArguments,
  SquaredNormArguments,
  AdamwArguments,
  PackedProductArguments,
  BinaryArguments,
  CopyRowsArguments,
  UnaryArguments,
  AdditiveScoresArguments,
  AdditiveScoresGradientArguments,
  EmbeddingArguments,
  TotalLossArguments,
  PadRowsArguments,
  SoftmaxArguments,
  RowSumsArguments,
  DropoutArguments,
  RotaryArguments,
  TransposeArguments,
  NotEqualArguments,
  ToFloatsArguments,
} from './arguments';

/** @param p where its arguments lie @param scratch the thread's own memory */
export function compute(kernel: i32, p: usize, chunk: i32, scratch: usize): void {
  switch (kernel) {
    case 0: product(changetype<ProductArguments>(p), chunk, scratch); break;
    case 1: columnSums(changetype<ColumnSumsArguments>(p), chunk); break;
    case 2: layerNorm(changetype<LayerNormArguments>(p), chunk); break;
    case 3: layerNormGradient(changetype<LayerNormGradientArguments>(p), chunk); break;
    case 4: finish(changetype<FinishArguments>(p), chunk); break;
    case 5: crossEntropy(changetype<CrossEntropyArguments>(p), chunk); break;
    case 6: embeddingGradient(changetype<EmbeddingGradientArguments>(p), chunk); break;
    case 7: pack(changetype<PackArguments>(p), chunk); break;
    case 8: lstm(changetype<LstmArguments>(p), chunk, scratch); break;
    case 9: lstmGradient(changetype<LstmGradientArguments>(p), chunk, scratch); break;
    case 10: attention(changetype<AttentionArguments>(p), chunk, scratch); break;
    case 11: attentionGradient(changetype<AttentionGradientArguments>(p), chunk, scratch); break;
    case 12: squaredNorm(changetype<SquaredNormArguments>(p), chunk); break;
    case 13: adamw(changetype<AdamwArguments>(p), chunk); break;
    case 14: packedProduct(changetype<PackedProductArguments>(p), chunk, scratch); break;
    case 15: binary(changetype<BinaryArguments>(p), chunk); break;
    case 16: copyRows(changetype<CopyRowsArguments>(p), chunk); break;
    case 17: unary(changetype<UnaryArguments>(p), chunk); break;
    case 18: additiveScores(changetype<AdditiveScoresArguments>(p), chunk); break;
    case 19: additiveScoresGradient(changetype<AdditiveScoresGradientArguments>(p), chunk); break;
    case 20: embedding(changetype<EmbeddingArguments>(p), chunk); break;
    case 21: totalLoss(changetype<TotalLossArguments>(p)); break;
    case 22: padRows(changetype<PadRowsArguments>(p), chunk); break;
    case 23: softmax(changetype<SoftmaxArguments>(p), chunk); break;
    case 24: rowSums(changetype<RowSumsArguments>(p), chunk); break;
    case 25: dropout(changetype<DropoutArguments>(p), chunk); break;
    case 26: rotary(changetype<RotaryArguments>(p), chunk); break;
    case 27: transpose(changetype<TransposeArguments>(p), chunk); break;
    case 28: notEqual(changetype<NotEqualArguments>(p), chunk); break;
    case 29: toFloats(changetype<ToFloatsArguments>(p), chunk); break;
    default: unreachable();
  }
}

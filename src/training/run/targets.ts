/** What ends a run before its last step. */
import type { RunConfig } from '../config.ts';
import { numberField } from '../fields/read.ts';
import type { Evaluation } from '../kinds/trainer.ts';
import type { RunEvent } from './protocol.ts';

export type FinishReason = Extract<RunEvent, { type: 'finished' }>['reason'];

/** @returns which target an evaluation has reached; null where none */
export function reachedTarget(
  config: RunConfig,
  { heldOutLoss, scores: { accuracy } }: Pick<Evaluation, 'heldOutLoss' | 'scores'>,
): FinishReason | null {
  const targetAccuracy = Number(config.fields['target-accuracy'] ?? 0);
  if (accuracy !== undefined && targetAccuracy > 0 && accuracy >= targetAccuracy) return 'accuracy';
  const targetLoss = numberField(config, 'target-loss');
  return targetLoss > 0 && heldOutLoss <= targetLoss ? 'loss' : null;
}

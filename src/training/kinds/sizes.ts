/** How large the data of a task are, as far as a model must know. */
import type { TaskData } from '../../tasks/task.ts';

/** Lengths are the longest in tokens, the target's with its bos or eos. */
export interface PairSizes {
  readonly kind: 'pairs';
  readonly sourceVocabulary: number;
  readonly targetVocabulary: number;
  readonly sourceLength: number;
  readonly targetLength: number;
}

export interface TextSizes {
  readonly kind: 'text';
  readonly vocabulary: number;
}

export type DataSizes = PairSizes | TextSizes;

export function sizesOf(data: TaskData): DataSizes {
  return data.kind === 'text'
    ? { kind: 'text', vocabulary: data.vocabulary.size }
    : {
        kind: 'pairs',
        sourceVocabulary: data.sourceVocabulary.size,
        targetVocabulary: data.targetVocabulary.size,
        sourceLength: data.maxSourceLength,
        targetLength: data.maxTargetLength + 1,
      };
}

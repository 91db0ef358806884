/**
 * What the LSTM keeps. The factors were fitted as those in `blocks.ts`.
 *
 * B batch, S and T source and target time, C width, E width of the embeddings, L layers, V target
 * vocabulary, N parameters.
 */
import type { PairSizes } from '../../../tasks/task.ts';
import { numberField, type Chosen } from '../../fields/read.ts';
import type { Footprint } from '../kind.ts';

/** How often each part is kept; `looks` where it looks back. */
const kept = {
  training: { lstm: 20, looks: 12, logits: 3.5 },
  reading: { lstm: 8, looks: 3, logits: 2 },
};

export function lstmFootprint(chosen: Chosen, sizes: PairSizes): Footprint {
  const { sourceVocabulary, targetVocabulary: V, sourceLength: S, targetLength: T } = sizes;
  const [C, L] = [numberField(chosen, 'd'), numberField(chosen, 'layers')];
  const E = numberField(chosen, 'embed');
  const cells = 2 * (E + C + 1 + (L - 1) * (2 * C + 1)) * 4 * C;
  const parameters = (sourceVocabulary + V) * E + cells + 4 * C * C + C * V;
  return {
    parameters,
    activations(B, pass) {
      const { lstm, looks, logits } = kept[pass];
      const attention = chosen.fields['attention'] === 'none' ? 0 : looks * C;
      return B * (S + T) * (lstm * L * C + 3 * E + attention) + logits * B * T * V;
    },
    // A decoder that reads its own guesses has the gradients of its weights once for every token.
    unrecorded: numberField(chosen, 'teacher') === 1 ? null : 2 * T * parameters,
    tensors: (B) => [
      {
        name: { zh: 'LSTM 的门', en: 'the gates of the LSTM' },
        size: B * Math.max(S, T) * 4 * C,
      },
      { name: { zh: '输出层的分数', en: 'the scores of the output layer' }, size: B * T * V },
    ],
  };
}

/** Learning from pairs: a model reads one sequence and writes another. */
import type { Kind } from '../kind.ts';

export const pairs: Kind = {
  id: 'seq2seq',
  unit: { zh: '符号', en: 'symbol' },
  score: 'accuracy',
  heldOut: (count) => ({ zh: `留出 ${count} 对`, en: `${count} pairs held out` }),
  inReach: ['attention', 'steps'],
};

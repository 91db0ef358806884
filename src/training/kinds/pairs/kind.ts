/** Learning from pairs: a model reads one sequence and writes another. */
import type { Kind } from '../kind.ts';
import { pairModels } from './models.ts';

export const pairs = {
  id: 'pairs',
  lab: 'seq2seq',
  models: pairModels,
  questions: [],
  answers: [],
  evaluationBatch: 128,
  unit: { zh: '符号', en: 'symbol' },
  score: 'accuracy',
  heldOut: (count) => ({ zh: `留出 ${count} 对`, en: `${count} pairs held out` }),
  inReach: ['attention', 'steps'],
} as const satisfies Kind;

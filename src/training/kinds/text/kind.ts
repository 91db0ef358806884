/** Learning from a text: a model guesses the next token. */
import type { Kind } from '../kind.ts';
import { textAnswers, textQuestions } from './messages.ts';
import { textModels } from './models.ts';

export const text = {
  id: 'text',
  lab: 'transformer',
  models: textModels,
  questions: textQuestions,
  answers: textAnswers,
  evaluationBatch: 16,
  unit: { zh: '字符', en: 'character' },
  score: 'perplexity',
  heldOut: (count) => ({ zh: `留出 ${count} 个词元`, en: `${count} tokens held out` }),
  inReach: ['attention', 'steps', 'lr'],
} as const satisfies Kind;

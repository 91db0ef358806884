/** Learning from a text: a model guesses the next token. */
import type { Kind } from '../kind.ts';

export const text: Kind = {
  id: 'language',
  unit: { zh: '字符', en: 'character' },
  score: 'perplexity',
  heldOut: (count) => ({ zh: `留出 ${count} 个词元`, en: `${count} tokens held out` }),
  inReach: ['attention', 'steps', 'lr'],
};

/** The calculator “conversation-cost”. */
import { defineCalculator } from '../spec.ts';

export const spec = defineCalculator({
  title: { zh: 'conversation-cost', en: 'conversation-cost' },
  description: { zh: 'conversation-cost', en: 'conversation-cost' },
  inputs: [],
  outputs: [],
  how: { zh: 'conversation-cost', en: 'conversation-cost' },
  compute: () => ({}),
});

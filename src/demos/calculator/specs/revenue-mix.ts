/** The calculator “revenue-mix”. */
import { defineCalculator } from '../spec.ts';

export const spec = defineCalculator({
  title: { zh: 'revenue-mix', en: 'revenue-mix' },
  description: { zh: 'revenue-mix', en: 'revenue-mix' },
  inputs: [],
  outputs: [],
  how: { zh: 'revenue-mix', en: 'revenue-mix' },
  compute: () => ({}),
});

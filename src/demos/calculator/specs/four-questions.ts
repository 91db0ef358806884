/** The calculator “four-questions”. */
import { defineCalculator } from '../spec.ts';

export const spec = defineCalculator({
  title: { zh: 'four-questions', en: 'four-questions' },
  description: { zh: 'four-questions', en: 'four-questions' },
  inputs: [],
  outputs: [],
  how: { zh: 'four-questions', en: 'four-questions' },
  compute: () => ({}),
});

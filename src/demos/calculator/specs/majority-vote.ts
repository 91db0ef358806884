/** The calculator “majority-vote”. */
import { defineCalculator } from '../spec.ts';

export const spec = defineCalculator({
  title: { zh: 'majority-vote', en: 'majority-vote' },
  description: { zh: 'majority-vote', en: 'majority-vote' },
  inputs: [],
  outputs: [],
  how: { zh: 'majority-vote', en: 'majority-vote' },
  compute: () => ({}),
});

/** The calculator “scaling-law”. */
import { defineCalculator } from '../spec.ts';

export const spec = defineCalculator({
  title: { zh: 'scaling-law', en: 'scaling-law' },
  description: { zh: 'scaling-law', en: 'scaling-law' },
  inputs: [],
  outputs: [],
  how: { zh: 'scaling-law', en: 'scaling-law' },
  compute: () => ({}),
});

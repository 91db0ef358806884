/** The calculator “fairness”. */
import { defineCalculator } from '../spec.ts';

export const spec = defineCalculator({
  title: { zh: 'fairness', en: 'fairness' },
  description: { zh: 'fairness', en: 'fairness' },
  inputs: [],
  outputs: [],
  how: { zh: 'fairness', en: 'fairness' },
  compute: () => ({}),
});
